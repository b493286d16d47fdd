package io.exitbench.strategy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a family of strategies may depend on.
 *
 * @param exitLayers allowed exits below the last layer, ascending, 1-based
 * @param layers layers of the full model
 * @param seed for strategies that draw
 * @param traces gives the calibration traces, or throws if the family did not declare that it needs
 *     them
 * @param learnedIn folder of what the family learned; empty if it is none that learns
 */
public record StrategyContext(
        List<Integer> exitLayers,
        int layers,
        long seed,
        Supplier<CalibrationTraces> traces,
        Optional<Path> learnedIn) {

    /** Checks and copies. */
    public StrategyContext {
        exitLayers = List.copyOf(exitLayers);
    }

    /**
     * For families that learn nothing beforehand.
     *
     * @param exitLayers allowed exits below the last layer, ascending, 1-based
     * @param layers layers of the full model
     * @param seed for strategies that draw
     * @param traces gives the calibration traces
     */
    public StrategyContext(
            List<Integer> exitLayers, int layers, long seed, Supplier<CalibrationTraces> traces) {
        this(exitLayers, layers, seed, traces, Optional.empty());
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

    /**
     * @param folder of what the family learned
     * @return the same for a family that has learned
     */
    public StrategyContext withLearned(Path folder) {
        return new StrategyContext(exitLayers, layers, seed, traces, Optional.of(folder));
    }

    /**
     * @return the folder that {@link LearningFamily#learn} returned
     * @throws IllegalStateException if the family is none that learns
     */
    public Path learned() {
        return learnedIn.orElseThrow(
                () ->
                        new IllegalStateException(
                                "It asks for what it learned without having learned; let it"
                                        + " implement LearningFamily"));
    }
}
