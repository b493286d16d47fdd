package io.exitbench.result.cost;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a suite run cost, beyond the columns of {@code results.csv}.
 *
 * @param runs in the order of the results
 * @param breakEven of each run, by run id
 * @param comparisons of every run with full depth
 * @param loads of the throughput mode, empty if it was not asked for
 * @param idleWattsBefore all runs, if known
 * @param idleWattsAfter all runs, if known
 * @param co2GramsPerKwh if stated
 * @param verdict whether the costs may be called a result
 */
public record SuiteCosts(
        List<RunCost> runs,
        Map<String, BreakEven> breakEven,
        List<CostComparison> comparisons,
        List<LoadResult> loads,
        OptionalDouble idleWattsBefore,
        OptionalDouble idleWattsAfter,
        OptionalDouble co2GramsPerKwh,
        TierVerdict verdict) {

    /**
     * @return the costs of the runs by their ids
     */
    public Map<String, RunCost> byRun() {
        return runs.stream().collect(Collectors.toMap(RunCost::runId, Function.identity()));
    }
}
