package io.exitbench.result.table;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** How much less one thing is than another. */
final class PercentSaved {
    private static final double PERCENT = 100;

    private PercentSaved() {}

    /**
     * @param own what a run takes
     * @param cost what is looked at
     * @param yardstick what it is compared with
     * @return percent of the other's that this run does not take, below 0 if it takes more; empty
     *     if either is unknown
     */
    static <T> OptionalDouble of(T own, Function<T, OptionalDouble> cost, Optional<T> yardstick) {
        OptionalDouble mine = cost.apply(own);
        OptionalDouble other = yardstick.map(cost).orElse(OptionalDouble.empty());
        return mine.isEmpty() || other.isEmpty() || other.getAsDouble() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(PERCENT * (1 - mine.getAsDouble() / other.getAsDouble()));
    }
}
