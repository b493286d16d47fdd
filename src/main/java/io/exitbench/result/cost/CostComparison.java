package io.exitbench.result.cost;

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
 * @param holm the p-value after Holm's correction over all runs and both costs, so that 5 % bounds
 *     the chance of any false alarm in the whole table
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
        List<CostComparison> raw = new ArrayList<>();
        raw.addAll(in("energy", reference, runs, BlockCost::joulesPerPass));
        raw.addAll(in("time", reference, runs, b -> OptionalDouble.of(b.secondsPerPass())));
        Map<CostComparison, Double> ps = new LinkedHashMap<>();
        raw.forEach(comparison -> ps.put(comparison, comparison.test().p()));
        List<CostComparison> corrected = new ArrayList<>();
        Holm.correct(ps).forEach((c, holm) -> corrected.add(c.withHolm(holm)));
        return corrected;
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
        List<CostComparison> comparisons = new ArrayList<>();
        for (RunCost run : runs) {
            double[] ours = values(run, value);
            if (!run.runId().equals(reference) && ours.length == theirs.length) {
                BlockTest.of(ours, theirs)
                        .ifPresent(
                                test ->
                                        comparisons.add(
                                                new CostComparison(
                                                        run.runId(),
                                                        run.label(),
                                                        cost,
                                                        test,
                                                        test.p())));
            }
        }
        return comparisons;
    }

    private CostComparison withHolm(double corrected) {
        return new CostComparison(runId, label, cost, test, corrected);
    }

    private static double[] values(RunCost run, Function<BlockCost, OptionalDouble> value) {
        return run.blocks().stream()
                .mapToDouble(block -> value.apply(block).orElse(Double.NaN))
                .toArray();
    }
}
