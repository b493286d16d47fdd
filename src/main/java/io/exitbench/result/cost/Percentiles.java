package io.exitbench.result.cost;

import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/**
 * A distribution of times in milliseconds; empty if there was none.
 *
 * @param p50 median
 * @param p95 95th percentile
 * @param p99 99th percentile
 */
public record Percentiles(OptionalDouble p50, OptionalDouble p95, OptionalDouble p99) {
    /** Of no time at all. */
    public static final Percentiles UNKNOWN =
            new Percentiles(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

    private static final double NANOS_PER_MS = 1e6;

    /**
     * Reads a histogram.
     *
     * @param nanos times in nanoseconds
     * @return its percentiles
     */
    public static Percentiles of(Histogram nanos) {
        return new Percentiles(at(nanos, 50), at(nanos, 95), at(nanos, 99));
    }

    private static OptionalDouble at(Histogram nanos, double percent) {
        return nanos.getTotalCount() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(nanos.getValueAtPercentile(percent) / NANOS_PER_MS);
    }
}
