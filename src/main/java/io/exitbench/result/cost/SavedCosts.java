package io.exitbench.result.cost;

import io.exitbench.result.statistics.Unit;
import java.util.List;
import java.util.Optional;

/**
 * What a run saves.
 *
 * @param energy gross; empty if it or that of full depth is unknown
 * @param time of completions, prompts included; empty if either is unknown
 */
public record SavedCosts(Optional<Saving> energy, Optional<Saving> time) {
    /** Where there is nothing to compare with. */
    public static final SavedCosts UNKNOWN = new SavedCosts(Optional.empty(), Optional.empty());

    /**
     * Of full depth itself.
     *
     * @param cost of full depth
     * @return nothing saved; unknown where the cost is
     */
    public static SavedCosts none(RunCost cost) {
        Optional<Saving> nothing =
                Optional.of(
                        new Saving(
                                0,
                                Optional.empty(),
                                cost.blocks().size(),
                                new Unit("case", 0),
                                cost.samples()));
        return new SavedCosts(
                nothing.filter(s -> cost.energyPerPass().isPresent()),
                nothing.filter(s -> cost.secondsPerPass().isPresent()));
    }

    /**
     * @param runId of a run
     * @param comparisons of all runs
     * @return what the run saves
     */
    public static SavedCosts of(String runId, List<CostComparison> comparisons) {
        return new SavedCosts(
                saving(runId, CostComparison.ENERGY, comparisons),
                saving(runId, CostComparison.TIME, comparisons));
    }

    private static Optional<Saving> saving(
            String runId, String cost, List<CostComparison> comparisons) {
        return comparisons.stream()
                .filter(c -> c.runId().equals(runId) && c.cost().equals(cost))
                .map(CostComparison::saving)
                .findFirst();
    }
}
