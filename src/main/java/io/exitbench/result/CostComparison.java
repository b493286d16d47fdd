package io.exitbench.result;

import io.exitbench.result.statistics.BlockTest;
import io.exitbench.result.statistics.Holm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * The cost of a run against full depth, block by block.
 *
 * @param runId the run
 * @param label strategy, parameters and K/V policy
 * @param cost {@code energy} or {@code time}
 * @param test ratio to full depth and p-value
 * @param holm the p-value after Holm's correction over all runs
 */
public record CostComparison(String runId, String label, String cost, BlockTest test, double holm) {

    /**
     * Compares every run with a reference.
     *
     * @param reference id of the reference
     * @param runs all runs, the reference among them
     * @return one comparison for each other run and cost; none where a cost is unknown or there is
     *     a single block
     */
    public static List<CostComparison> against(String reference, List<RunCost> runs) {
        List<CostComparison> comparisons = new ArrayList<>();
        comparisons.addAll(in("energy", reference, runs, BlockCost::joulesPerPass));
        comparisons.addAll(in("time", reference, runs, b -> OptionalDouble.of(b.secondsPerPass())));
        return comparisons;
    }

    private static List<CostComparison> in(
            String cost,
            String reference,
            List<RunCost> runs,
            Function<BlockCost, OptionalDouble> value) {
        double[] theirs =
                runs.stream()
                        .filter(run -> run.runId().equals(reference))
                        .findFirst()
                        .map(run -> values(run, value))
                        .orElse(new double[0]);
        Map<RunCost, BlockTest> tests = new LinkedHashMap<>();
        for (RunCost run : runs) {
            double[] ours = values(run, value);
            if (!run.runId().equals(reference) && ours.length == theirs.length) {
                BlockTest.of(ours, theirs).ifPresent(test -> tests.put(run, test));
            }
        }
        Map<RunCost, Double> ps = new LinkedHashMap<>();
        tests.forEach((run, test) -> ps.put(run, test.p()));
        Map<RunCost, Double> holm = Holm.correct(ps);
        List<CostComparison> comparisons = new ArrayList<>();
        tests.forEach(
                (run, test) ->
                        comparisons.add(
                                new CostComparison(
                                        run.runId(), run.label(), cost, test, holm.get(run))));
        return comparisons;
    }

    private static double[] values(RunCost run, Function<BlockCost, OptionalDouble> value) {
        return run.blocks().stream()
                .mapToDouble(block -> value.apply(block).orElse(Double.NaN))
                .toArray();
    }
}
