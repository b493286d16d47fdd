package io.exitbench.suite.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.energy.EnergyQuality;
import io.exitbench.result.Journal;
import io.exitbench.result.SuiteRecordsFixture;
import io.exitbench.result.record.JournalEntry;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that do what the test says, one step each time the supervisor looks. */
class SupervisorTest {
    private static final double LONG = 1e6;

    @TempDir Path folder;
    private int started;

    /** What a process does at a look: entries that it appends. It ends after the last step. */
    private final class Scripted extends Process {
        private final List<List<JournalEntry>> steps;
        private int looks;

        Scripted(List<List<JournalEntry>> steps) {
            this.steps = steps;
        }

        @Override
        public boolean waitFor(long timeout, TimeUnit unit) {
            if (looks < steps.size()) {
                append(steps.get(looks));
            }
            looks++;
            return looks > steps.size();
        }

        @Override
        public int waitFor() {
            return exitValue();
        }

        @Override
        public int exitValue() {
            return 134;
        }

        @Override
        public void destroy() {
            looks = steps.size();
        }

        @Override
        public InputStream getInputStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public InputStream getErrorStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }
    }

    private void append(List<JournalEntry> entries) {
        try (Journal journal = Journal.open(folder)) {
            entries.forEach(journal::commit);
        }
    }

    private void supervise(Function<String, List<List<JournalEntry>>> script)
            throws InterruptedException {
        try (MeasureProgress progress = new MeasureProgress(3, 4, true)) {
            new Supervisor(
                            folder,
                            SuiteRecordsFixture.plan(true),
                            session -> {
                                started++;
                                return new WorkerHandle(new Scripted(script.apply(session)));
                            },
                            progress)
                    .run();
        }
    }

    private static JournalEntry session(String name) {
        return new JournalEntry.Session(name, "cpu", "none", EnergyQuality.ESTIMATE);
    }

    private static JournalEntry begun(String run, String sample, double limit) {
        return new JournalEntry.Begun(run, sample, limit);
    }

    private static JournalEntry finished(String session) {
        return new JournalEntry.Finished(session, "2026-01-02T03:04:05Z");
    }

    @Test
    void aFullModelThatHangsIsToldWithItsSample() {
        assertThatThrownBy(
                        () ->
                                supervise(
                                        own ->
                                                List.of(
                                                        List.of(session(own), begun("", "s2", 0)),
                                                        List.of())))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("The full model did not come to an end within 0 s")
                .hasMessageContainingAll("on sample s2;", "exitbench.model");
        assertThat(started).isOne();
    }

    /** Its limit follows the speed that was seen, so it is another one each time. */
    @Test
    void aFullModelThatTakesTheProcessAlongIsToldWithItsSample() {
        assertThatThrownBy(
                        () ->
                                supervise(
                                        own ->
                                                List.of(
                                                        List.of(
                                                                session(own),
                                                                begun("", "s2", LONG + started)))))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining(
                        "The full model ended the measuring process 3 times (exit code 134) on"
                                + " sample s2;");
        assertThat(started).isEqualTo(3);
    }

    @Test
    void whatAnOrphanStillSaysIsNotOfTheNewProcess() throws Exception {
        String run = SuiteRecordsFixture.RULE.runId();
        supervise(
                own ->
                        List.of(
                                List.of(session("orphan"), begun(run, "s1", 0)),
                                // Still loading: nothing of its own is under way that could hang.
                                List.of(),
                                List.of(session(own), begun(run, "s1", LONG)),
                                List.of(finished(own))));
        assertThat(started).isOne();
        assertThat(Journal.read(folder)).noneMatch(JournalEntry.Failure.class::isInstance);
    }

    @Test
    void aStrategyThatHangsFailsAloneAndAnotherProcessGoesOn() throws Exception {
        String run = SuiteRecordsFixture.RULE.runId();
        supervise(
                own ->
                        started == 1
                                ? List.of(List.of(session(own), begun(run, "s1", 0)), List.of())
                                : List.of(List.of(session(own)), List.of(finished(own))));
        assertThat(started).isEqualTo(2);
        assertThat(Journal.read(folder))
                .filteredOn(JournalEntry.Failure.class::isInstance)
                .singleElement()
                .satisfies(
                        entry ->
                                assertThat(((JournalEntry.Failure) entry).reason())
                                        .contains(
                                                SuiteRecordsFixture.RULE.label(),
                                                "did not come to an end",
                                                "on sample s1"));
    }

    @Test
    void processesThatNeverMeasureEndTheSuiteWithARemedy() {
        assertThatThrownBy(() -> supervise(own -> List.of(List.of(session(own)))))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContainingAll(
                        "ended 3 times in a row", "exit code 134", "-Dexitbench.worker=inline");
        assertThat(started).isEqualTo(3);
    }
}
