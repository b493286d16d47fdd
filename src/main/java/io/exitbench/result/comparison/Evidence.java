package io.exitbench.result.comparison;

import io.exitbench.result.cost.RunCost;
import io.exitbench.result.cost.Savings;
import io.exitbench.result.record.SuitePlan;
import io.exitbench.result.score.RunScores;
import io.exitbench.result.statistics.Resampling;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What comparisons are drawn from.
 *
 * @param plan that declares them
 * @param scores of the runs that did not fail, by id; none if the model's output means nothing
 * @param sampleCosts of a run: samples × 2, cost and the tokens that it is over, both 0 where it
 *     was not measured
 * @param costs of the runs that did not fail on the full model's text, by id
 * @param savings of the same
 * @param resampling draws and seed
 */
public record Evidence(
        SuitePlan plan,
        Map<String, RunScores> scores,
        BiFunction<String, CostBasis, double[][]> sampleCosts,
        Map<String, RunCost> costs,
        Savings savings,
        Resampling resampling) {

    /** Id of full depth. */
    String reference() {
        return plan.reference().runId();
    }
}
