package io.exitbench.suite.fit;

import io.exitbench.agent.trace.TraceReader;
import io.exitbench.strategy.CalibrationTraces;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyFamily;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was learned from the calibration split, or recorded to be learned from.
 *
 * @param learned folder of what each family learned, by the name of its class
 * @param calibration file of the traces, if a family declares that it needs them
 */
public record Fitted(Map<String, String> learned, Optional<String> calibration) {

    /** Copies the map. */
    public Fitted {
        learned = Map.copyOf(learned);
    }

    /**
     * What a family may depend on: the traces only if it declares that it needs them, and what it
     * learned itself.
     *
     * @param family that is asked for its variants
     * @param exits allowed exits below the last layer, ascending, 1-based
     * @param layers of the full model
     * @param seed for strategies that draw
     * @return its context
     */
    public StrategyContext context(
            StrategyFamily family, List<Integer> exits, int layers, long seed) {
        StrategyContext context =
                family.needsCalibration() && calibration.isPresent()
                        ? new StrategyContext(exits, layers, seed, this::traces)
                        : new StrategyContext(exits, layers, seed);
        String folder = learned.get(family.getClass().getName());
        return folder == null ? context : context.withLearned(Path.of(folder));
    }

    private CalibrationTraces traces() {
        Path file = Path.of(calibration.orElseThrow());
        return new RecordedCalibration(new TraceReader().open(file), file.getParent());
    }
}
