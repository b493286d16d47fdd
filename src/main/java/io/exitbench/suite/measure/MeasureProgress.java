package io.exitbench.suite.measure;

import io.exitbench.progress.Progress;
import io.exitbench.result.record.JournalEntry;
import java.util.Locale;

/** Shows how far measuring is, by what comes into the journal. */
final class MeasureProgress implements AutoCloseable {
    private final int runs;
    private final int samples;
    private final boolean visible;
    private Progress shown;
    private Class<?> counted;
    private int blocks;

    /**
     * @param runs of the plan
     * @param samples of the plan
     * @param visible whether to show anything: of several that go on together, one does
     */
    MeasureProgress(int runs, int samples, boolean visible) {
        this.runs = runs;
        this.samples = samples;
        this.visible = visible;
    }

    void seen(JournalEntry entry) {
        if (visible) {
            show(entry);
        }
    }

    private void show(JournalEntry entry) {
        if (entry instanceof JournalEntry.Schedule schedule) {
            System.err.printf(
                    Locale.ROOT,
                    "Time and energy: %d runs × %d blocks × %d samples, about %.1f min.%n",
                    runs,
                    schedule.blocks(),
                    schedule.sampleIds().size(),
                    schedule.expectedSeconds() / 60);
            blocks = schedule.blocks();
        } else if (entry instanceof JournalEntry.Reference) {
            count(entry, "Full-depth reference", "samples", samples);
        } else if (entry instanceof JournalEntry.Untuned) {
            count(entry, "Model before tuning", "samples", samples);
        } else if (entry instanceof JournalEntry.Sample) {
            count(entry, "Completing", "samples", (long) runs * samples);
        } else if (entry instanceof JournalEntry.Window) {
            count(entry, "Time and energy", "windows", (long) runs * Math.max(1, blocks));
        }
    }

    private void count(JournalEntry entry, String task, String unit, long total) {
        if (counted != entry.getClass()) {
            close();
            shown = Progress.start(task, unit, total);
            counted = entry.getClass();
        }
        shown.advance(1);
    }

    @Override
    public void close() {
        if (shown != null) {
            shown.close();
            shown = null;
        }
    }
}
