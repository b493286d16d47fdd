package io.exitbench.strategy;

import java.util.List;
import java.util.function.Supplier;

/**
 * What a family of strategies may depend on.
 *
 * @param exitLayers allowed exits below the last layer, ascending, 1-based
 * @param layers layers of the full model
 * @param seed for strategies that draw
 * @param traces gives the calibration traces, or throws if the family did not declare that it needs
 *     them
 */
public record StrategyContext(
        List<Integer> exitLayers, int layers, long seed, Supplier<CalibrationTraces> traces) {

    /** Checks and copies. */
    public StrategyContext {
        exitLayers = List.copyOf(exitLayers);
    }

    /**
     * For families that need no calibration.
     *
     * @param exitLayers allowed exits below the last layer, ascending, 1-based
     * @param layers layers of the full model
     * @param seed for strategies that draw
     */
    public StrategyContext(List<Integer> exitLayers, int layers, long seed) {
        this(
                exitLayers,
                layers,
                seed,
                () -> {
                    throw new IllegalStateException(
                            "It asks for calibration traces without having declared that; let"
                                    + " needsCalibration() answer true");
                });
    }

    /**
     * @return what the exits predicted over the calibration split
     * @throws IllegalStateException if the family did not declare that it needs that
     */
    public CalibrationTraces calibration() {
        return traces.get();
    }
}
