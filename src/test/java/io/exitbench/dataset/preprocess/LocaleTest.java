package io.exitbench.dataset.preprocess;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.dataset.Split;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The locale of whoever runs a suite changes neither splits nor digests. */
@EnabledOnOs(OS.LINUX)
class LocaleTest {
    /** Percent-encoded, so that this test itself runs under any locale. */
    private static final Map<String, String> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put("plain.py", "plain.py");
        NAMES.put("na\u00EFve/\u00FC.py", "na%C3%AFve/%C3%BC.py");
        NAMES.put("e\u0301.py", "e%CC%81.py");
        NAMES.put(
                "\u65E5\u672C/\u8A9E \uD83D\uDE00.py",
                "%E6%97%A5%E6%9C%AC/%E8%AA%9E%20%F0%9F%98%80.py");
    }

    @TempDir Path temporary;
    private Path folder;
    private Path listed;
    private Path gnu;
    private Path pax;

    @BeforeEach
    void data() throws IOException {
        folder = Files.createDirectory(temporary.resolve("folder"));
        listed = Files.createDirectory(temporary.resolve("listed"));
        gnu = temporary.resolve("gnu.tar.gz");
        pax = temporary.resolve("pax.tar.gz");
        for (Path root : new Path[] {folder, listed}) {
            for (Map.Entry<String, String> name : NAMES.entrySet()) {
                Path file = Path.of(URI.create(root.toUri() + name.getValue()));
                Files.createDirectories(file.getParent());
                Files.writeString(file, source(name.getKey()));
            }
        }
        Files.writeString(listed.resolve("python100k_train.txt"), "plain.py\n");
        Files.writeString(
                listed.resolve("python50k_eval.txt"), String.join("\n", NAMES.keySet()) + "\n");
        write(gnu, false);
        write(pax, true);
    }

    private static String source(String name) {
        return "name = " + name.length() + "\n";
    }

    private static void write(Path archive, boolean pax) throws IOException {
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(Files.newOutputStream(archive), UTF_8.name())) {
            tar.setAddPaxHeadersForNonAsciiNames(pax);
            for (String name : NAMES.keySet()) {
                byte[] content = source(name).getBytes(UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(name, true);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
    }

    @Test
    void folderListsAndArchivesGiveTheSameUnderTheCLocale() throws Exception {
        StringBuilder here = new StringBuilder();
        for (Path data : new Path[] {folder, listed, gnu, pax}) {
            here.append(SplitsProgram.splits(temporary.resolve("here"), data.toString()));
        }
        String[] there =
                child(folder.toString(), listed.toString(), gnu.toString(), pax.toString());
        assertThat(there[0]).doesNotContain("UTF-8");
        assertThat(there[1]).isEqualTo(here.toString());
        assertThat(there[1]).contains("0 rejected").doesNotContain("1 rejected");
        String[] blocks = there[1].split("rejected\n");
        assertThat(blocks[2]).isEqualTo(blocks[0]);
        assertThat(blocks[3]).isEqualTo(blocks[0]);
        long named = NAMES.keySet().stream().filter(n -> Split.ofPath(n) == Split.TRAIN).count();
        assertThat(blocks[0]).startsWith("train " + named + " ");
    }

    @Test
    void aFolderThatCannotBeNamedEndsInTheRemedy() throws Exception {
        Path beyond = Path.of(URI.create(folder.toUri() + "na%C3%AFve"));
        ProcessBuilder shell =
                new ProcessBuilder(
                        "sh",
                        "-c",
                        "exec \"$0\" -cp \"$1\" \"$2\" cache \"$(printf 'folder/na\\303\\257ve')\"",
                        java(),
                        classes(),
                        SplitsProgram.class.getName());
        assertThat(beyond).isDirectory();
        assertThat(run(shell.directory(temporary.toFile()), 1))
                .contains("ExitBenchException: The data folder/na")
                .contains("set LC_ALL=C.UTF-8 for names beyond ASCII")
                .doesNotContain("InvalidPathException:");
    }

    private String[] child(String... data) throws Exception {
        ProcessBuilder java =
                new ProcessBuilder(
                        Stream.concat(
                                        Stream.of(
                                                java(),
                                                "-Xshare:auto",
                                                "-cp",
                                                classes(),
                                                SplitsProgram.class.getName(),
                                                temporary.resolve("there").toString()),
                                        Stream.of(data))
                                .toList());
        return run(java, 0).split("\n", 2);
    }

    private String run(ProcessBuilder program, int status) throws Exception {
        Path out = temporary.resolve("out");
        Path log = temporary.resolve("log");
        program.environment().put("LC_ALL", "C");
        program.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = program.redirectOutput(out.toFile()).redirectError(log.toFile()).start();
        assertThat(process.waitFor()).as(() -> read(log)).isEqualTo(status);
        return status == 0 ? read(out) : read(log);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String classes() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
