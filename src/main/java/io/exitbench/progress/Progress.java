package io.exitbench.progress;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Progress of one long task with an estimate of the time left. On a terminal it is a bar that
 * redraws itself; elsewhere (a log file, CI) it is one plain line for each tenth of the work.
 */
public interface Progress extends AutoCloseable {
    /**
     * Advances.
     *
     * @param count finished units since the last call, at least 0
     */
    void advance(long count);

    /** Ends the display; the task may be unfinished. */
    @Override
    void close();

    /**
     * Starts a display on standard error.
     *
     * @param task what is being done, a few words
     * @param unit what is counted, such as {@code "samples"}
     * @param total units in all, at least 1
     * @return the running display
     */
    static Progress start(String task, String unit, long total) {
        return System.console() == null
                ? new PlainProgress(task, unit, total, System.err)
                : new Bar(task, unit, total, System.err);
    }

    /** The bar of {@code me.tongfei.progressbar}. */
    final class Bar implements Progress {
        private final ProgressBar bar;

        Bar(String task, String unit, long total, PrintStream out) {
            bar =
                    new ProgressBarBuilder()
                            .setTaskName(task)
                            .setInitialMax(total)
                            .setUnit(" " + unit, 1)
                            .setStyle(ProgressBarStyle.ASCII)
                            .setConsumer(new ConsoleProgressBarConsumer(out))
                            .build();
        }

        @Override
        public void advance(long count) {
            bar.stepBy(count);
        }

        @Override
        public void close() {
            bar.close();
        }
    }
}
