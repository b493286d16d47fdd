package io.exitbench.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.ExitBenchException;
import io.exitbench.file.AtomicFile;
import io.exitbench.result.record.JournalEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes no more, as a shell's limit for files plays it. */
class FullDiskTest {
    private static final String KIBIBYTES = "16";

    @TempDir Path folder;

    /** Writes until it cannot and says why. */
    static final class Writer {
        public static void main(String[] arguments) {
            Path run = Path.of(arguments[0]);
            try (Journal journal = Journal.open(run)) {
                for (int i = 0; i < 1000; i++) {
                    journal.commit(new JournalEntry.Failure("id", "sample", "x".repeat(1000)));
                }
            } catch (ExitBenchException e) {
                System.out.println(e.getMessage());
            }
            try {
                AtomicFile.write(run.resolve("derived.csv"), "x".repeat(100_000));
            } catch (ExitBenchException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void endsInOneSentenceForEachFileAndLeavesNoPart() throws Exception {
        Path run = Files.createDirectory(folder.resolve("läufe mit blank"));
        ProcessBuilder builder =
                new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -f $1; shift; exec \"$@\"",
                        "sh",
                        KIBIBYTES,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        Writer.class.getName(),
                        run.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.redirectErrorStream(true).start();
        List<String> said =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
        assertThat(process.waitFor()).isZero();
        assertThat(said).hasSize(2);
        assertThat(said.get(0)).contains(run + "/journal.jsonl cannot be written");
        assertThat(said.get(1)).contains(run + "/derived.csv cannot be written");
        // The last whole line of the journal can be gone on from.
        assertThat(Journal.read(run)).isNotEmpty();
        assertThat(run).isDirectoryNotContaining(path -> !path.endsWith("journal.jsonl"));
    }
}
