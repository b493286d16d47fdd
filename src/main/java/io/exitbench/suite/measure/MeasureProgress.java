package io.exitbench.suite.measure;

import io.exitbench.progress.Progress;
import io.exitbench.result.record.JournalEntry;
import java.util.Locale;

/** Shows how far measuring is, by what comes into the journal. */
final class MeasureProgress implements AutoCloseable {
    /** Begins to show a task. */
    @FunctionalInterface
    interface Display {
        Progress start(String task, String unit, long total);
    }

    private final int runs;
    private final int samples;
    private final boolean visible;
    private final Display display;
    private Progress shown;
    private Class<?> counted;
    private int blocks;

    /** Windows of blocks that are done. */
    private int kept;

    /** Windows of the block that goes on. */
    private int unfinished;

    /**
     * @param runs of the plan
     * @param samples of the plan
     * @param visible whether to show anything: of several that go on together, one does
     */
    MeasureProgress(int runs, int samples, boolean visible) {
        this(runs, samples, visible, Progress::start);
    }

    MeasureProgress(int runs, int samples, boolean visible, Display display) {
        this.display = display;
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
            countWindow(entry);
        } else if (entry instanceof JournalEntry.Block) {
            kept += unfinished;
            unfinished = 0;
        } else if (entry instanceof JournalEntry.Session) {
            // Of a block that another process began nothing is used.
            counted = unfinished > 0 ? null : counted;
            unfinished = 0;
        }
    }

    private void countWindow(JournalEntry entry) {
        int before = counted == entry.getClass() ? 0 : kept;
        count(entry, "Time and energy", "windows", (long) runs * Math.max(1, blocks), before + 1);
        unfinished++;
    }

    private void count(JournalEntry entry, String task, String unit, long total) {
        count(entry, task, unit, total, 1);
    }

    private void count(JournalEntry entry, String task, String unit, long total, int done) {
        if (counted != entry.getClass()) {
            close();
            shown = display.start(task, unit, total);
            counted = entry.getClass();
        }
        shown.advance(done);
    }

    @Override
    public void close() {
        if (shown != null) {
            shown.close();
            shown = null;
        }
    }
}
