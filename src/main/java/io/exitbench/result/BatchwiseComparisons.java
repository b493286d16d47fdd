package io.exitbench.result;

import io.exitbench.result.cost.CostComparison;
import io.exitbench.result.cost.RunCost;
import io.exitbench.result.cost.Savings;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuitePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares costs with those of full depth at the same batch size: what a batch saves by itself is
 * no strategy's merit.
 */
final class BatchwiseComparisons {
    private BatchwiseComparisons() {}

    /**
     * @param plan of the suite
     * @param costs of the runs that did not fail
     * @param savings of the same
     * @return one comparison for each run and cost, full depth aside
     */
    static List<CostComparison> of(SuitePlan plan, List<RunCost> costs, Savings savings) {
        List<CostComparison> comparisons = new ArrayList<>();
        for (int batch : plan.batches()) {
            List<RunRecord> runs =
                    plan.runs().stream().filter(run -> run.identity().batch() == batch).toList();
            Set<String> ids = runs.stream().map(RunRecord::runId).collect(Collectors.toSet());
            comparisons.addAll(
                    CostComparison.against(
                            plan.reference(runs.get(0)).runId(),
                            costs.stream().filter(cost -> ids.contains(cost.runId())).toList(),
                            savings,
                            plan.comparisons().primaryRuns()));
        }
        return comparisons;
    }
}
