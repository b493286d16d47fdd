package io.exitbench.strategy;

import java.util.stream.Stream;

/** A strategy in all the variants that a suite should run. */
@FunctionalInterface
public interface StrategyFamily {
    /**
     * Lists the variants.
     *
     * @param context exits, layers and seed of the suite
     * @return at least one variant; names and parameters are unique
     */
    Stream<StrategyVariant> variants(StrategyContext context);

    /**
     * @return whether {@link #variants} asks for {@link StrategyContext#calibration()}, which takes
     *     time to record
     */
    default boolean needsCalibration() {
        return false;
    }
}
