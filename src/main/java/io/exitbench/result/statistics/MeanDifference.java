package io.exitbench.result.statistics;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The score of some repetitions, such as training seeds, less that of a baseline, the mean over the
 * repetitions; all on the same samples.
 */
public final class MeanDifference implements CrossedBootstrap.Statistic {
    private final List<double[][]> repetitions;
    private final double[][] baseline;
    private final ToDoubleFunction<double[]> score;

    /**
     * @param repetitions clusters × width of each, as {@link Clusters#sums} gives them
     * @param baseline the same of what they are held against
     * @param score of a sum of statistics
     */
    public MeanDifference(
            List<double[][]> repetitions, double[][] baseline, ToDoubleFunction<double[]> score) {
        this.repetitions = List.copyOf(repetitions);
        this.baseline = baseline;
        this.score = score;
    }

    @Override
    public ToDoubleFunction<int[]> under(int[] clusterCounts) {
        double theirs = scoreOf(baseline, clusterCounts);
        double[] differences =
                repetitions.stream().mapToDouble(r -> scoreOf(r, clusterCounts) - theirs).toArray();
        return drawn -> mean(differences, drawn);
    }

    private double scoreOf(double[][] sums, int[] counts) {
        return score.applyAsDouble(total(sums, counts));
    }

    static double[] total(double[][] sums, int[] counts) {
        double[] total = new double[sums[0].length];
        for (int cluster = 0; cluster < sums.length; cluster++) {
            for (int i = 0; counts[cluster] > 0 && i < total.length; i++) {
                total[i] += counts[cluster] * sums[cluster][i];
            }
        }
        return total;
    }

    static double mean(double[] values, int[] counts) {
        double sum = 0;
        int all = 0;
        for (int i = 0; i < values.length; i++) {
            sum += counts[i] == 0 ? 0 : counts[i] * values[i];
            all += counts[i];
        }
        return sum / all;
    }
}
