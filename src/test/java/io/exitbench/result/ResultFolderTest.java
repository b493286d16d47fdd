package io.exitbench.result;

import static io.exitbench.result.SuiteRecordsFixture.journal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.result.record.SuiteRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFolderTest {
    @TempDir Path parent;

    private Path folder() {
        return parent.resolve("small");
    }

    @Test
    void oneSuiteRunAtATimeHoldsIt() {
        try (ResultFolder held = ResultFolder.hold(folder())) {
            assertThat(held.path()).isEqualTo(folder());
            assertThatThrownBy(() -> ResultFolder.hold(folder()))
                    .isInstanceOf(ExitBenchException.class)
                    .hasMessageContaining("Another suite run is writing to " + folder());
        }
        ResultFolder.hold(folder()).close();
    }

    /** Closing any channel of a file gives up every POSIX lock that the process has on it. */
    @Test
    void whoIsRefusedDoesNotTakeTheLockFromItsHolder() throws Exception {
        try (ResultFolder held = ResultFolder.hold(folder())) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> ResultFolder.hold(held.path()))
                        .isInstanceOf(ExitBenchException.class);
            }
            assertThat(exitOfAnotherProcess()).isEqualTo(HoldProgram.REFUSED);
        }
        assertThat(exitOfAnotherProcess()).isEqualTo(HoldProgram.HELD);
    }

    private int exitOfAnotherProcess() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HoldProgram.class.getName(),
                        folder().toString())
                .inheritIO()
                .start()
                .waitFor();
    }

    @Test
    void nothingOfAnEarlierRunSurvives() throws IOException {
        Files.createDirectories(folder().resolve(".derived"));
        Files.writeString(folder().resolve("quality-none.png"), "old");
        Files.writeString(folder().resolve("results.csv"), "old");
        Files.writeString(folder().resolve(".derived/load.csv"), "old");
        Files.writeString(folder().resolve(Journal.FILE), "old");
        try (ResultFolder held = ResultFolder.hold(folder())) {
            held.begin(
                    SuiteRecordsFixture.plan(true),
                    SuiteRecordsFixture.prompts(),
                    SuiteRecordsFixture.attachments());
            assertThat(folder())
                    .isDirectoryNotContaining("glob:**quality-none.png")
                    .isDirectoryNotContaining("glob:**results.csv")
                    .isDirectoryNotContaining("glob:**.derived")
                    .isDirectoryNotContaining("glob:**" + Journal.FILE)
                    .isDirectoryContaining("glob:**" + SuiteRecordsFixture.LOSSES);
            assertThatThrownBy(() -> ResultFolder.hold(folder()))
                    .as("the lock is not removed with the rest")
                    .isInstanceOf(ExitBenchException.class);
        }
    }

    @Test
    void planAndPromptsComeBackAsTheyWere() {
        try (ResultFolder held = ResultFolder.hold(folder())) {
            assertThat(held.unfinished()).isEmpty();
            SuiteRecordsFixture.record(held, journal());
            assertThat(held.unfinished()).contains(SuiteRecordsFixture.plan(true));
            SuiteRecords records = ResultFolder.read(folder());
            assertThat(records.plan()).isEqualTo(SuiteRecordsFixture.plan(true));
            assertThat(records.prompts())
                    .usingRecursiveComparison()
                    .isEqualTo(SuiteRecordsFixture.prompts());
            held.commit(Summary.of(records).files());
            assertThat(held.unfinished()).as("there is nothing to go on with").isEmpty();
        }
    }

    @Test
    void resultsAppearLastAndAFailureLeavesTheOldOnes() throws IOException {
        try (ResultFolder held = ResultFolder.hold(folder())) {
            held.commit(Map.of("results.csv", file -> write(file, "old")));
            Map<String, ResultFolder.Content> broken = new LinkedHashMap<>();
            broken.put("results.csv", file -> write(file, "new"));
            broken.put(
                    "run.json",
                    file -> {
                        throw new ExitBenchException("no space");
                    });
            assertThatThrownBy(() -> held.commit(broken)).hasMessage("no space");
            assertThat(folder().resolve("results.csv")).hasContent("old");
            Map<String, ResultFolder.Content> whole = new LinkedHashMap<>();
            whole.put("results.csv", file -> write(file, "new"));
            whole.put("scores.csv", file -> write(file, "scores"));
            held.commit(whole);
            assertThat(folder().resolve("results.csv")).hasContent("new");
            assertThat(folder().resolve("scores.csv")).hasContent("scores");
            assertThat(folder().resolve(".derived")).doesNotExist();
        }
    }

    @Test
    void whatAKilledCommitLeftDoesNotDisturbTheNext() throws IOException {
        try (ResultFolder held = ResultFolder.hold(folder())) {
            Files.createDirectories(folder().resolve(".derived"));
            Files.writeString(folder().resolve(".derived/scores.csv.1234"), "torn");
            held.commit(Map.of("results.csv", file -> write(file, "new")));
            assertThat(folder().resolve("results.csv")).hasContent("new");
            assertThat(folder().resolve(".derived")).doesNotExist();
        }
    }

    @Test
    void aRunThatWasFinishedStaysSoWhileItIsDerivedAgain() throws IOException {
        try (ResultFolder held = ResultFolder.hold(folder())) {
            held.commit(
                    Map.of(
                            "results.csv", file -> write(file, "old"),
                            "scores.csv", file -> write(file, "old")));
            // A folder with something in it cannot be replaced: this commit stops halfway.
            Files.createDirectories(folder().resolve("costs.csv/full"));
            Map<String, ResultFolder.Content> files = new LinkedHashMap<>();
            files.put("scores.csv", file -> write(file, "new"));
            files.put("costs.csv", file -> write(file, "new"));
            files.put("results.csv", file -> write(file, "new"));
            assertThatThrownBy(() -> held.commit(files))
                    .isInstanceOf(ExitBenchException.class)
                    .hasMessageContaining("run exitbench score");
            assertThat(folder().resolve("results.csv")).hasContent("old");
        }
    }

    @Test
    void whatIsNotDerivedAnyMoreIsRemovedAndNothingElse() throws IOException {
        try (ResultFolder held = ResultFolder.hold(folder())) {
            Files.writeString(folder().resolve("notes.txt"), "mine");
            held.commit(
                    Map.of(
                            "results.csv", file -> write(file, "old"),
                            "load.csv", file -> write(file, "old")));
            Files.createDirectories(folder().resolve("blocked.csv/full"));
            Map<String, ResultFolder.Content> stopped = new LinkedHashMap<>();
            stopped.put("quality-none.png", file -> write(file, "between"));
            stopped.put("blocked.csv", file -> write(file, "between"));
            stopped.put("results.csv", file -> write(file, "between"));
            assertThatThrownBy(() -> held.commit(stopped)).isInstanceOf(ExitBenchException.class);
            assertThat(folder().resolve("quality-none.png")).exists();
            Files.delete(folder().resolve("blocked.csv/full"));
            held.commit(Map.of("results.csv", file -> write(file, "new")));
            assertThat(folder().resolve("load.csv")).doesNotExist();
            assertThat(folder().resolve("quality-none.png"))
                    .as("of a commit that was interrupted")
                    .doesNotExist();
            assertThat(folder().resolve("notes.txt")).hasContent("mine");
            assertThat(folder().resolve("results.csv")).hasContent("new");
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new ExitBenchException("cannot be written", e);
        }
    }

    @Test
    void whatIsNoSuiteRunIsRefusedInOneSentence() throws IOException {
        refuses("plan.json cannot be read; give the folder of a suite run");
        Files.createDirectories(folder());
        Files.writeString(folder().resolve("plan.json"), "{");
        refuses("plan.json cannot be read");
        try (ResultFolder held = ResultFolder.hold(folder())) {
            SuiteRecordsFixture.record(held, journal());
        }
        Files.writeString(folder().resolve("prompts.jsonl"), "{\"sampleId\":\"s1\"}\n[\n");
        refuses("Line 2 of ");
    }

    private void refuses(String part) {
        assertThatThrownBy(() -> ResultFolder.read(folder()))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining(part);
    }
}
