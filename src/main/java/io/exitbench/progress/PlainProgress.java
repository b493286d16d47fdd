package io.exitbench.progress;

import java.io.PrintStream;
import java.time.Duration;

/** One line for each tenth of the work, for output that nobody watches live. */
final class PlainProgress implements Progress {
    private static final int LINES = 10;

    private final String task;
    private final String unit;
    private final long total;
    private final PrintStream out;
    private final long started = System.nanoTime();
    private long done;
    private long printed;

    PlainProgress(String task, String unit, long total, PrintStream out) {
        this.task = task;
        this.unit = unit;
        this.total = Math.max(1, total);
        this.out = out;
    }

    @Override
    public synchronized void advance(long count) {
        done += count;
        long tenths = Math.min(LINES, done * LINES / total);
        if (tenths > printed) {
            printed = tenths;
            double seconds = (System.nanoTime() - started) / 1e9;
            Duration left = Duration.ofSeconds(Math.round(seconds * (total - done) / done));
            out.printf("%s: %d of %d %s, %s left%n", task, done, total, unit, readable(left));
        }
    }

    private static String readable(Duration left) {
        return left.toMinutes() > 0
                ? left.toMinutes() + " min " + left.toSecondsPart() + " s"
                : left.toSeconds() + " s";
    }

    @Override
    public void close() {
        // The last line has already been printed.
    }
}
