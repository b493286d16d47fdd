package io.exitbench.result.cost;

import io.exitbench.result.statistics.BlockTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/**
 * The cost of a run against full depth.
 *
 * @param runId the run
 * @param label strategy, parameters and K/V policy
 * @param cost {@link #ENERGY} or {@link #TIME}
 * @param saving with its interval over blocks and prompts
 * @param blockP p-value over the blocks alone, not corrected; empty with fewer than three
 * @param primary whether the run is at a setting that was declared to be compared; all others are
 *     exploratory
 */
public record CostComparison(
        String runId,
        String label,
        String cost,
        Saving saving,
        OptionalDouble blockP,
        boolean primary) {
    /** Gross joules. */
    public static final String ENERGY = "energy";

    /** Seconds of all completions. */
    public static final String TIME = "time";

    /** What of a block is compared: each cost of going through all samples once. */
    public static final Map<String, Function<BlockCost, OptionalDouble>> COSTS = costs();

    private static Map<String, Function<BlockCost, OptionalDouble>> costs() {
        Map<String, Function<BlockCost, OptionalDouble>> costs = new LinkedHashMap<>();
        costs.put(ENERGY, BlockCost::joulesPerPass);
        costs.put(TIME, block -> OptionalDouble.of(block.secondsPerPass()));
        return costs;
    }

    /**
     * Compares every run with a reference.
     *
     * @param reference id of the reference
     * @param runs all runs, the reference among them
     * @param savings of the same runs
     * @param primary ids of the runs that were declared to be compared
     * @return one comparison for each other run and cost; none where a cost is unknown
     */
    public static List<CostComparison> against(
            String reference, List<RunCost> runs, Savings savings, Set<String> primary) {
        Optional<RunCost> full =
                runs.stream().filter(run -> run.runId().equals(reference)).findFirst();
        List<CostComparison> comparisons = new ArrayList<>();
        for (Map.Entry<String, Function<BlockCost, OptionalDouble>> cost : COSTS.entrySet()) {
            for (RunCost run : runs) {
                if (full.isPresent() && run != full.get()) {
                    List<RunCost> alone = List.of(run);
                    OptionalDouble p = blockP(alone, full.get(), cost.getValue());
                    savings.of(alone, full.get(), cost.getValue())
                            .map(
                                    saving ->
                                            new CostComparison(
                                                    run.runId(),
                                                    run.label(),
                                                    cost.getKey(),
                                                    saving,
                                                    p,
                                                    primary.contains(run.runId())))
                            .ifPresent(comparisons::add);
                }
            }
        }
        return comparisons;
    }

    /**
     * Student's test over blocks.
     *
     * @param runs one, or several whose mean counts
     * @param full full depth
     * @param cost of a block
     * @return the p-value; empty if a cost is unknown, or there are other or too few blocks
     */
    public static OptionalDouble blockP(
            List<RunCost> runs, RunCost full, Function<BlockCost, OptionalDouble> cost) {
        double[] theirs = values(full, cost);
        double[] ours = new double[theirs.length];
        for (RunCost run : runs) {
            double[] own = values(run, cost);
            if (own.length != theirs.length) {
                return OptionalDouble.empty();
            }
            for (int block = 0; block < own.length; block++) {
                ours[block] += own[block] / runs.size();
            }
        }
        return BlockTest.p(ours, theirs);
    }

    private static double[] values(RunCost run, Function<BlockCost, OptionalDouble> cost) {
        return run.blocks().stream()
                .mapToDouble(block -> cost.apply(block).orElse(Double.NaN))
                .toArray();
    }
}
