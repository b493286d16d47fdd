package io.exitbench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.result.Journal;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.suite.plan.ClassPath;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills suites and takes them up again. {@code -Dkills=20} kills more often than the three times of
 * a build.
 */
class KillTest {
    private static final int KILLS = Integer.getInteger("kills", 3);

    /** What is under way when something is killed. */
    private static final List<Class<? extends JournalEntry>> AIMS =
            List.of(
                    JournalEntry.Sample.class,
                    JournalEntry.Forced.class,
                    JournalEntry.ForcedWindow.class,
                    JournalEntry.Reference.class,
                    JournalEntry.Window.class,
                    JournalEntry.Block.class);

    @TempDir Path folder;

    private Process start(String output) throws IOException {
        return new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin/java",
                        "-Xmx1g",
                        // Both reach the measuring process, too, and make starting it cheaper.
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-DOPT_OUT_TRACKING=true",
                        "-cp",
                        ClassPath.current().text(),
                        SmallSuite.class.getName(),
                        folder.resolve(output).toString(),
                        folder.resolve("cache").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private Path log() {
        return folder.resolve("log.txt");
    }

    private void runToTheEnd(String output) throws Exception {
        assertThat(start(output).waitFor()).as(Files.readString(log())).isZero();
    }

    /** In this process, which is not killed. */
    private void runUndisturbed(String output) {
        SuiteSpecification specification =
                SmallSuite.specification(folder.resolve(output), folder.resolve("cache"))
                        .worker(30, true)
                        .build();
        new SuiteRunner(specification, SmallSuite.strategies()).run();
    }

    /** Everything that must not depend on kills: completions, exit layers, references. */
    private Map<String, String> outcome(String output) {
        SuiteRecords records = ResultFolder.read(folder.resolve(output));
        Map<String, String> outcome = new TreeMap<>();
        for (RunRecord run : records.plan().runs()) {
            assertThat(records.failure(run.runId())).isEmpty();
            for (JournalEntry.Sample sample : records.samples(run.runId())) {
                outcome.put(
                        run.label() + " " + sample.sampleId(),
                        List.of(
                                        Arrays.toString(sample.tokens()),
                                        Arrays.toString(sample.exitLayers()),
                                        sample.completion(),
                                        sample.work())
                                .toString());
                JournalEntry.Forced text =
                        records.forced(run.runId(), sample.sampleId()).orElseThrow();
                outcome.put(
                        run.label() + " on the full model's " + sample.sampleId(),
                        List.of(
                                        Arrays.toString(text.predicted()),
                                        Arrays.toString(text.exitLayers()),
                                        text.work())
                                .toString());
            }
            assertThat(records.forcedWindows(run.runId()))
                    .hasSameSizeAs(records.windows(run.runId()))
                    .isNotEmpty();
        }
        return outcome;
    }

    /** Waits until the journal has some more entries of a kind, or the suite has ended. */
    private void waitForEntries(
            Process suite, String output, Class<? extends JournalEntry> kind, int more)
            throws Exception {
        long had = entries(output, kind);
        while (entries(output, kind) < had + more && !suite.waitFor(5, TimeUnit.MILLISECONDS)) {
            // Looks again.
        }
    }

    private long entries(String output, Class<? extends JournalEntry> kind) {
        return Journal.read(folder.resolve(output)).stream().filter(kind::isInstance).count();
    }

    @Test
    void whateverIsKilledTheSuiteEndsAsIfNothingHadBeen() throws Exception {
        runUndisturbed("whole");
        Random random = new Random(5);
        for (int kill = 0; kill < KILLS; kill++) {
            Process suite = start("killed");
            waitForEntries(suite, "killed", AIMS.get(kill % AIMS.size()), 1 + random.nextInt(2));
            List<ProcessHandle> workers = suite.descendants().toList();
            switch (kill % 3) {
                case 0 -> suite.destroyForcibly().waitFor();
                case 1 -> {
                    workers.forEach(ProcessHandle::destroyForcibly);
                    // It starts another worker, and is then killed with it.
                    waitForEntries(suite, "killed", JournalEntry.class, 2);
                    suite.descendants().forEach(ProcessHandle::destroyForcibly);
                    suite.destroyForcibly().waitFor();
                }
                default -> {
                    suite.destroyForcibly();
                    workers.forEach(ProcessHandle::destroyForcibly);
                    suite.waitFor();
                }
            }
        }
        runToTheEnd("killed");
        assertThat(outcome("killed")).isEqualTo(outcome("whole"));
        assertThat(Files.readString(log())).contains("Going on with the unfinished run");
        assertThat(scores("killed")).isEqualTo(scores("whole"));
    }

    private String scores(String output) throws IOException {
        return Files.readString(folder.resolve(output).resolve("scores.csv"));
    }
}
