package io.exitbench.result.statistics;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Bootstrap over two crossed factors: clusters of samples, and repetitions of them all, such as
 * blocks of measurement or training seeds. Each draw takes as many of both as there are, with
 * replacement (Owen 2007, "The pigeonhole bootstrap").
 *
 * <p>Few repetitions resample to too little: what they add to a draw is stretched by √(R/(R − 1))
 * and by Student's quantile over the normal one, the "expanded percentile interval" of Hesterberg
 * (2015, "What Teachers Should Know About the Bootstrap"). A single repetition has no spread, and
 * the interval is then over clusters alone.
 */
public final class CrossedBootstrap {
    /** What is estimated. */
    @FunctionalInterface
    public interface Statistic {
        /**
         * Sums up drawn clusters.
         *
         * @param clusterCounts how often each cluster was drawn
         * @return the estimate, NaN where it is undefined, by how often each repetition was drawn
         */
        ToDoubleFunction<int[]> under(int[] clusterCounts);
    }

    private final Resampling resampling;
    private final int clusters;
    private final int repetitions;
    private final double stretch;

    /**
     * @param resampling draws, seed and level
     * @param clusters how many there are
     * @param repetitions how many there are, at least 1
     */
    public CrossedBootstrap(Resampling resampling, int clusters, int repetitions) {
        if (repetitions < 1) {
            throw new IllegalArgumentException("There must be a repetition");
        }
        this.resampling = resampling;
        this.clusters = clusters;
        this.repetitions = repetitions;
        this.stretch = repetitions == 1 ? 0 : stretch(repetitions, resampling.level());
    }

    private static double stretch(int repetitions, double level) {
        double upper = (1 + level) / 2;
        double student =
                new TDistribution(null, repetitions - 1.0).inverseCumulativeProbability(upper);
        double normal = new NormalDistribution().inverseCumulativeProbability(upper);
        return student / normal * Math.sqrt(repetitions / (repetitions - 1.0));
    }

    /**
     * Estimates, and draws.
     *
     * @param statistic what is estimated
     * @return the estimate; nothing where it is undefined
     */
    public Optional<Difference> of(Statistic statistic) {
        int[] each = ones(repetitions);
        double value = statistic.under(ones(clusters)).applyAsDouble(each);
        if (Double.isNaN(value)) {
            return Optional.empty();
        }
        if (clusters < 2) {
            return Optional.of(new Difference(value, Optional.empty(), OptionalDouble.empty()));
        }
        double[] values =
                IntStream.range(0, resampling.draws())
                        .parallel()
                        .mapToDouble(draw -> drawn(statistic, resampling.random(draw), each))
                        .toArray();
        return Optional.of(
                new Difference(
                        value,
                        Interval.ofPercentiles(values, resampling.level()),
                        OptionalDouble.of(
                                Resampling.shareAsLarge(Resampling.centred(values), value))));
    }

    private double drawn(Statistic statistic, SplittableRandom random, int[] each) {
        ToDoubleFunction<int[]> under = statistic.under(draw(random, clusters));
        double ofAll = under.applyAsDouble(each);
        return stretch == 0
                ? ofAll
                : ofAll + stretch * (under.applyAsDouble(draw(random, repetitions)) - ofAll);
    }

    private static int[] draw(SplittableRandom random, int count) {
        int[] counts = new int[count];
        for (int i = 0; i < count; i++) {
            counts[random.nextInt(count)]++;
        }
        return counts;
    }

    private static int[] ones(int count) {
        int[] ones = new int[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
