package io.exitbench.suite.measure;

import static io.exitbench.result.SuiteRecordsFixture.FULL;
import static io.exitbench.result.SuiteRecordsFixture.ORACLE;
import static io.exitbench.result.SuiteRecordsFixture.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.energy.EnergyQuality;
import io.exitbench.progress.Progress;
import io.exitbench.result.record.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasureProgressTest {
    private final List<String> shown = new ArrayList<>();

    private Progress start(String task, String unit, long total) {
        shown.add(task + " 0/" + total);
        return new Progress() {
            private long done;

            @Override
            public void advance(long count) {
                done += count;
                shown.add(done + "/" + total);
            }

            @Override
            public void close() {
                shown.add("end");
            }
        };
    }

    private static JournalEntry session(String name) {
        return new JournalEntry.Session(name, "cpu", "none", EnergyQuality.ESTIMATE);
    }

    @Test
    void windowsOfABlockThatWasBrokenOffAreCountedAnew() {
        try (MeasureProgress progress = new MeasureProgress(2, 3, true, this::start)) {
            progress.seen(session("a"));
            progress.seen(new JournalEntry.Schedule(2, List.of("s1"), 60));
            progress.seen(window("a", FULL, 0, 1));
            progress.seen(window("a", ORACLE, 0, 1));
            progress.seen(new JournalEntry.Block("a", 0));
            progress.seen(window("a", FULL, 1, 1));
            progress.seen(session("b"));
            progress.seen(window("b", ORACLE, 1, 1));
            progress.seen(window("b", FULL, 1, 1));
        }
        assertThat(shown)
                .containsExactly(
                        "Time and energy 0/4",
                        "1/4",
                        "2/4",
                        "3/4",
                        "end",
                        "Time and energy 0/4",
                        "3/4",
                        "4/4",
                        "end");
    }
}
