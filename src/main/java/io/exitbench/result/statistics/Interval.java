package io.exitbench.result.statistics;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A confidence interval, in the unit of the score it belongs to.
 *
 * @param low its lower end
 * @param high its upper end, at least {@code low}
 */
public record Interval(double low, double high) {
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException(low + " to " + high + " is not an interval");
        }
    }

    /**
     * @param value a score
     * @return whether it lies within the interval
     */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /**
     * @return {@code low..high} with two decimals, as results are written
     */
    public String text() {
        return String.format(Locale.ROOT, "%.2f..%.2f", low, high);
    }

    /**
     * The middle part of a distribution, with linear interpolation between neighbours.
     *
     * @param values draws; NaN is left out
     * @param level the part to keep, above 0 and below 1
     * @return the interval, or nothing where there is no draw
     */
    static Optional<Interval> ofPercentiles(double[] values, double level) {
        double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
        if (sorted.length == 0) {
            return Optional.empty();
        }
        double tail = (1 - level) / 2;
        return Optional.of(new Interval(quantile(sorted, tail), quantile(sorted, 1 - tail)));
    }

    private static double quantile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
