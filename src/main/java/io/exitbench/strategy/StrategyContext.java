package io.exitbench.strategy;

import java.util.List;

/**
 * What a family of strategies may depend on.
 *
 * @param exitLayers allowed exits below the last layer, ascending, 1-based
 * @param layers layers of the full model
 * @param seed for strategies that draw
 */
public record StrategyContext(List<Integer> exitLayers, int layers, long seed) {

    /** Checks and copies. */
    public StrategyContext {
        exitLayers = List.copyOf(exitLayers);
    }
}
