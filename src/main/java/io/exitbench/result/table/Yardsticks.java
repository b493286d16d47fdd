package io.exitbench.result.table;

import io.exitbench.result.cost.ForcedCost;
import io.exitbench.result.cost.RunCost;
import io.exitbench.result.cost.RunWork;
import java.util.Optional;

/**
 * What a run's savings are counted against: full depth with {@code propagate} of the suite's model,
 * and of the model that it was tuned from. What failed or was not measured is empty.
 *
 * @param work of full depth
 * @param cost of full depth
 * @param forced cost of full depth on its own text
 * @param base cost of full depth before tuning on the same text
 */
public record Yardsticks(
        Optional<RunWork> work,
        Optional<RunCost> cost,
        Optional<ForcedCost> forced,
        Optional<ForcedCost> base) {
    /** Nothing to compare with. */
    public static final Yardsticks NONE =
            new Yardsticks(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
