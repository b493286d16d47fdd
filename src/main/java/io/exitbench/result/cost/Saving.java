package io.exitbench.result.cost;

import io.exitbench.result.statistics.Interval;
import io.exitbench.result.statistics.Unit;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How much less than full depth something costs.
 *
 * @param percent of full depth's cost, below 0 if it costs more
 * @param interval 95 % interval over blocks and prompts; none with fewer than two of either
 * @param blocks that were measured
 * @param prompts what was drawn beside the blocks
 * @param samples that were measured
 */
public record Saving(
        double percent, Optional<Interval> interval, int blocks, Unit prompts, int samples) {
    /**
     * @return half the width of the interval, in points; empty if there is none
     */
    public OptionalDouble halfWidth() {
        return interval.stream().mapToDouble(i -> (i.high() - i.low()) / 2).findFirst();
    }
}
