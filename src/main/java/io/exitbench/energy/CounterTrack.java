package io.exitbench.energy;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * Follows one counter through one window. It is polled often enough to see every wrap; whatever
 * cannot be true, or cannot be told from a second wrap, makes a gap and not a number.
 */
final class CounterTrack {
    private static final double NANOS = 1e9;

    private final EnergyCounter counter;
    private long last;
    private long lastNanos;
    private long movedNanos;
    private double units;
    private String gap = "";

    CounterTrack(EnergyCounter counter, long nanos) {
        this.counter = counter;
        OptionalLong value = counter.read();
        if (value.isEmpty()) {
            fail("cannot be read");
        } else {
            last = value.getAsLong();
        }
        lastNanos = nanos;
        movedNanos = nanos;
    }

    void poll(long nanos) {
        if (!gap.isEmpty()) {
            return;
        }
        OptionalLong value = counter.read();
        double seconds = (nanos - lastNanos) / NANOS;
        if (value.isEmpty()) {
            fail("became unreadable");
        } else if (mayHaveWrappedTwice(seconds)) {
            fail(format("was not read for %.1f s and may have wrapped more than once", seconds));
        } else {
            advance(value.getAsLong(), seconds, nanos);
        }
    }

    private boolean mayHaveWrappedTwice(double seconds) {
        return counter.range() > 0
                && seconds * counter.mostWatts() >= counter.range() * counter.joulesPerUnit();
    }

    private void advance(long value, double seconds, long nanos) {
        long delta = value - last;
        if (delta < 0 && counter.range() > 0) {
            delta += counter.range();
        }
        double slack = 2 * seconds(counter.period().toNanos());
        if (delta < 0) {
            fail("went backwards");
        } else if (delta * counter.joulesPerUnit() > counter.mostWatts() * (seconds + slack)) {
            fail(
                    format(
                            "rose by %.0f J in %.2f s, or went backwards",
                            delta * counter.joulesPerUnit(), seconds));
        } else if (delta > 0) {
            units += delta;
            last = value;
            movedNanos = nanos;
        } else if (nanos - movedNanos
                >= counter.period().toNanos() * EnergyMeter.PERIODS_OF_A_WINDOW) {
            fail(format("is stuck: it did not move for %.2f s", seconds(nanos - movedNanos)));
        }
        lastNanos = nanos;
    }

    /** To be called once, after the last poll. */
    void end() {
        if (gap.isEmpty() && units == 0) {
            fail("did not move: the window is shorter than the counter's period");
        }
    }

    /** Why there are no joules; empty if there are. */
    String gap() {
        return gap;
    }

    double joules() {
        return units * counter.joulesPerUnit();
    }

    private void fail(String reason) {
        gap = "the counter of " + counter.name() + " " + reason;
    }

    private static double seconds(long nanos) {
        return nanos / NANOS;
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
