package io.exitbench.result.record;

import com.google.gson.JsonObject;
import io.exitbench.result.cost.Tier;
import io.exitbench.result.cost.WorkCosts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is going to be measured: {@code plan.json}, written before anything is.
 *
 * @param key digest of everything that decides completions; a run is taken up again only under an
 *     equal key
 * @param suite name of the suite
 * @param language of the data, in lower case
 * @param seed of everything that draws
 * @param meaningful whether the model's output means anything; if not, results carry no quality
 * @param exits allowed exit layers, ascending, 1-based
 * @param runs full depth under {@code propagate}, which all others are compared with, first
 * @param workCosts what each piece of work costs on the model
 * @param blocks of time and energy at least
 * @param tier what the costs are to be worth
 * @param minutes that the whole suite may take
 * @param co2GramsPerKwh for a column of CO2, if stated
 * @param notices what a reader must know before any number
 * @param provenance versions, digests, machine: what is known before measuring
 * @param attachments files in the folder that tell of training: losses, learning curves
 * @param comparisons that are declared, and the margin of non-inferiority
 */
public record SuitePlan(
        String key,
        String suite,
        String language,
        long seed,
        boolean meaningful,
        List<Integer> exits,
        List<RunRecord> runs,
        WorkCosts workCosts,
        int blocks,
        Tier tier,
        double minutes,
        OptionalDouble co2GramsPerKwh,
        List<String> notices,
        JsonObject provenance,
        List<String> attachments,
        ComparisonPlan comparisons) {

    /** A plan that an older version wrote declares no comparison. */
    public SuitePlan {
        comparisons = comparisons == null ? ComparisonPlan.NONE : comparisons;
    }

    /**
     * @return the run that all others are compared with
     */
    public RunRecord reference() {
        return runs.get(0);
    }

    /**
     * @param run of the plan
     * @return the run that its costs are compared with: full depth under the same policy as {@link
     *     #reference()}, so many completions at a time as the run makes
     */
    public RunRecord reference(RunRecord run) {
        return runs.stream()
                .filter(other -> other.fullDepth() && !other.base())
                .filter(other -> other.identity().kvPolicy().equals(policy()))
                .filter(other -> other.identity().batch() == run.identity().batch())
                .findFirst()
                .orElse(reference());
    }

    private String policy() {
        return reference().identity().kvPolicy();
    }

    /**
     * @return completions at a time that there are runs for, in the order of the plan
     */
    public List<Integer> batches() {
        return runs.stream().map(run -> run.identity().batch()).distinct().toList();
    }

    /**
     * @return full depth of the model that the suite's was tuned from, if it was tuned
     */
    public Optional<RunRecord> base() {
        return runs.stream().filter(RunRecord::base).findFirst();
    }
}
