package io.exitbench.result.cost;

import io.exitbench.result.statistics.Clusters;
import io.exitbench.result.statistics.CrossedBootstrap;
import io.exitbench.result.statistics.Difference;
import io.exitbench.result.statistics.Interval;
import io.exitbench.result.statistics.Resampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What runs save against full depth, with intervals over blocks and prompts together: blocks, since
 * a machine is not the same from one to the next, and prompts, since others would save other
 * amounts. A window's cost is shared out among its completions by their time.
 */
public final class Savings {
    private static final double PERCENT = 100;

    private final Map<String, List<double[]>> times;
    private final Clusters prompts;
    private final Resampling resampling;

    /**
     * @param times of each run, by id, and each of its blocks: of each measured sample, above 0
     * @param prompts which of the samples belong together
     * @param resampling draws and seed
     */
    public Savings(Map<String, List<double[]>> times, Clusters prompts, Resampling resampling) {
        this.times = times;
        this.prompts = prompts;
        this.resampling = resampling;
    }

    /**
     * Compares.
     *
     * @param runs one, or the same under several training seeds, whose mean counts
     * @param full full depth
     * @param cost of going through all samples once in a block
     * @return the saving; nothing if a cost is unknown or the blocks are not the same
     */
    public Optional<Saving> of(
            List<RunCost> runs, RunCost full, Function<BlockCost, OptionalDouble> cost) {
        int blocks = full.blocks().size();
        double[][] theirs = perCluster(full, cost);
        List<double[][]> ours = new ArrayList<>();
        for (RunCost run : runs) {
            if (!blockNumbers(run).equals(blockNumbers(full))) {
                return Optional.empty();
            }
            ours.add(perCluster(run, cost));
        }
        if (blocks == 0) {
            return Optional.empty();
        }
        return new CrossedBootstrap(resampling, prompts.count(), blocks)
                .of(counts -> logRatio(ours, theirs, counts))
                .map(ratio -> saving(ratio, blocks));
    }

    private Saving saving(Difference logRatio, int blocks) {
        return new Saving(
                percent(logRatio.value()),
                logRatio.interval()
                        .filter(interval -> blocks > 1)
                        .map(i -> new Interval(percent(i.high()), percent(i.low()))),
                blocks,
                prompts.unit(),
                prompts.samples());
    }

    private static double percent(double logRatio) {
        return PERCENT * (1 - Math.exp(logRatio));
    }

    /** The logarithm, so that nothing can save more than all. */
    private static ToDoubleFunction<int[]> logRatio(
            List<double[][]> ours, double[][] theirs, int[] counts) {
        double[] full = perBlock(theirs, counts);
        double[] own = new double[full.length];
        for (double[][] run : ours) {
            double[] blocks = perBlock(run, counts);
            for (int block = 0; block < own.length; block++) {
                own[block] += blocks[block] / ours.size();
            }
        }
        return drawn -> Math.log(weighted(own, drawn) / weighted(full, drawn));
    }

    private static double[] perBlock(double[][] costs, int[] counts) {
        double[] sums = new double[costs.length];
        for (int block = 0; block < sums.length; block++) {
            sums[block] = weighted(costs[block], counts);
        }
        return sums;
    }

    private static double weighted(double[] values, int[] counts) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += counts[i] * values[i];
        }
        return sum;
    }

    private static List<Integer> blockNumbers(RunCost run) {
        return run.blocks().stream().map(BlockCost::block).toList();
    }

    /** Blocks × clusters; NaN where the cost of a block is unknown. */
    private double[][] perCluster(RunCost run, Function<BlockCost, OptionalDouble> cost) {
        List<double[]> shares = times.get(run.runId());
        double[][] costs = new double[run.blocks().size()][];
        for (int block = 0; block < costs.length; block++) {
            double[] own = shares.get(block);
            double[][] column = new double[own.length][1];
            double all = 0;
            for (int sample = 0; sample < own.length; sample++) {
                column[sample][0] = own[sample];
                all += own[sample];
            }
            double[][] sums = prompts.sums(column);
            double whole = cost.apply(run.blocks().get(block)).orElse(Double.NaN);
            costs[block] = new double[sums.length];
            for (int cluster = 0; cluster < sums.length; cluster++) {
                costs[block][cluster] = whole * sums[cluster][0] / all;
            }
        }
        return costs;
    }
}
