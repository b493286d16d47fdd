package io.exitbench.result.table;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** How much less one thing is than another. */
final class Saving {
    private static final double PERCENT = 100;

    private Saving() {}

    /**
     * @param own what a run takes
     * @param of what is looked at
     * @param yardstick what it is compared with
     * @return percent of the other's that this run does not take, below 0 if it takes more; empty
     *     if either is unknown
     */
    static <T> OptionalDouble percent(
            T own, Function<T, OptionalDouble> of, Optional<T> yardstick) {
        OptionalDouble mine = of.apply(own);
        OptionalDouble other = yardstick.map(of).orElse(OptionalDouble.empty());
        return mine.isEmpty() || other.isEmpty() || other.getAsDouble() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(PERCENT * (1 - mine.getAsDouble() / other.getAsDouble()));
    }
}
