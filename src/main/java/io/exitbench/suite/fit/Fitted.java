package io.exitbench.suite.fit;

import io.exitbench.agent.trace.TraceReader;
import io.exitbench.strategy.CalibrationTraces;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyFamily;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was learned from the calibration split, or recorded to be learned from.
 *
 * @param agents that were trained or found trained
 * @param calibration file of the traces, if a family declares that it needs them
 */
public record Fitted(List<FittedAgent> agents, Optional<String> calibration) {

    /** Copies the list. */
    public Fitted {
        agents = List.copyOf(agents);
    }

    /**
     * All families of a suite, of which trained agents are some like any other.
     *
     * @param found strategies that were not trained for it
     * @return these, then the agents
     * @throws io.exitbench.ExitBenchException if an agent's file is missing or damaged
     */
    public List<StrategyFamily> families(List<StrategyFamily> found) {
        return Stream.concat(found.stream(), agents.stream().map(FittedAgent::family)).toList();
    }

    /**
     * What a family may depend on: the traces only if it declares that it needs them.
     *
     * @param family that is asked for its variants
     * @param exits allowed exits below the last layer, ascending, 1-based
     * @param layers of the full model
     * @param seed for strategies that draw
     * @return its context
     */
    public StrategyContext context(
            StrategyFamily family, List<Integer> exits, int layers, long seed) {
        return family.needsCalibration() && calibration.isPresent()
                ? new StrategyContext(exits, layers, seed, this::traces)
                : new StrategyContext(exits, layers, seed);
    }

    private CalibrationTraces traces() {
        Path file = Path.of(calibration.orElseThrow());
        return new RecordedCalibration(new TraceReader().open(file), file.getParent());
    }
}
