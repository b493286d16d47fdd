package io.exitbench.result.statistics;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Bootstrap and approximate randomisation over clusters. Every draw has a random generator of its
 * own, so the result depends on the seed and not on the number of threads.
 *
 * @param draws how many times to resample, at least 1
 * @param seed what all randomness comes from
 * @param level the confidence level of intervals, such as 0.95
 */
public record Resampling(int draws, long seed, double level) {
    /** Draws of a published result. */
    public static final int DEFAULT_DRAWS = 10_000;

    private static final long STRIDE = 0xD1342543DE82EF95L;

    public Resampling {
        if (draws < 1) {
            throw new IllegalArgumentException("draws is " + draws + " but must be at least 1");
        }
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level is " + level + " but must be within 0 and 1");
        }
    }

    /**
     * 10,000 draws and 95 % intervals.
     *
     * @param seed what all randomness comes from
     */
    public Resampling(long seed) {
        this(DEFAULT_DRAWS, seed, 0.95);
    }

    /**
     * A percentile interval of a score (Efron and Tibshirani 1993) by drawing as many clusters as
     * there are, with replacement.
     *
     * @param statistics samples × width, as the metric gives them
     * @param clusters which samples belong together
     * @param score the score of a sum of statistics
     * @return the interval, or nothing where there are fewer than two clusters to draw from or the
     *     score is undefined
     */
    public Optional<Interval> interval(
            double[][] statistics, Clusters clusters, ToDoubleFunction<double[]> score) {
        double[][] sums = clusters.sums(statistics);
        if (sums.length < 2) {
            return Optional.empty();
        }
        double[] scores =
                IntStream.range(0, draws)
                        .parallel()
                        .mapToDouble(
                                draw -> {
                                    SplittableRandom random = random(draw);
                                    double[] total = new double[sums[0].length];
                                    for (int i = 0; i < sums.length; i++) {
                                        Clusters.add(sums[random.nextInt(sums.length)], total);
                                    }
                                    return score.applyAsDouble(total);
                                })
                        .toArray();
        return Interval.ofPercentiles(scores, level);
    }

    /**
     * Compares two runs on the same samples by paired bootstrap (Koehn 2004, two-sided as in
     * sacreBLEU) and approximate randomisation (Noreen 1989, Riezler and Maxwell 2005), both over
     * clusters.
     *
     * @param run samples × width of the run
     * @param baseline the same of what it is held against
     * @param clusters which samples belong together
     * @param score the score of a sum of statistics
     * @return the comparison, or nothing where there are fewer than two clusters or the difference
     *     is undefined
     */
    public Optional<PairedTest> compare(
            double[][] run,
            double[][] baseline,
            Clusters clusters,
            ToDoubleFunction<double[]> score) {
        double[][] ours = clusters.sums(run);
        double[][] theirs = clusters.sums(baseline);
        if (ours.length < 2) {
            return Optional.empty();
        }
        double difference = difference(total(ours), total(theirs), score);
        double[] resampled = resampledDifferences(ours, theirs, score);
        double[] exchanged = exchangedDifferences(ours, theirs, score);
        return Interval.ofPercentiles(resampled, level)
                .filter(interval -> !Double.isNaN(difference))
                .map(
                        interval ->
                                new PairedTest(
                                        difference,
                                        interval,
                                        shareAsLarge(centred(resampled), difference),
                                        shareAsLarge(exchanged, difference)));
    }

    private double[] resampledDifferences(
            double[][] ours, double[][] theirs, ToDoubleFunction<double[]> score) {
        return IntStream.range(0, draws)
                .parallel()
                .mapToDouble(
                        draw -> {
                            SplittableRandom random = random(draw);
                            double[] left = new double[ours[0].length];
                            double[] right = new double[ours[0].length];
                            for (int i = 0; i < ours.length; i++) {
                                int drawn = random.nextInt(ours.length);
                                Clusters.add(ours[drawn], left);
                                Clusters.add(theirs[drawn], right);
                            }
                            return difference(left, right, score);
                        })
                .toArray();
    }

    private double[] exchangedDifferences(
            double[][] ours, double[][] theirs, ToDoubleFunction<double[]> score) {
        return IntStream.range(0, draws)
                .parallel()
                .mapToDouble(
                        draw -> {
                            // Negative numbers, so that the two tests share no generator.
                            SplittableRandom random = random(~draw);
                            double[] left = new double[ours[0].length];
                            double[] right = new double[ours[0].length];
                            for (int i = 0; i < ours.length; i++) {
                                boolean exchange = random.nextBoolean();
                                Clusters.add(exchange ? theirs[i] : ours[i], left);
                                Clusters.add(exchange ? ours[i] : theirs[i], right);
                            }
                            return difference(left, right, score);
                        })
                .toArray();
    }

    SplittableRandom random(int draw) {
        // Scrambled first: generators that start a fixed stride apart could run into each other.
        return new SplittableRandom(new SplittableRandom(seed ^ (STRIDE * draw)).nextLong());
    }

    private static double[] total(double[][] sums) {
        double[] total = new double[sums[0].length];
        for (double[] sum : sums) {
            Clusters.add(sum, total);
        }
        return total;
    }

    private static double difference(
            double[] ours, double[] theirs, ToDoubleFunction<double[]> score) {
        return score.applyAsDouble(ours) - score.applyAsDouble(theirs);
    }

    /** What the differences would be if there were none: their mean is taken away. */
    static double[] centred(double[] differences) {
        double mean = Arrays.stream(differences).filter(d -> !Double.isNaN(d)).average().orElse(0);
        return Arrays.stream(differences).map(d -> d - mean).toArray();
    }

    /** The p-value (c + 1)/(n + 1) of Davison and Hinkley 1997, which is never 0. */
    static double shareAsLarge(double[] differences, double observed) {
        // Sums in another order differ in the last bits; a tie must count as a tie.
        double limit = Math.abs(observed) * (1 - 1e-9) - 1e-12;
        long valid = Arrays.stream(differences).filter(d -> !Double.isNaN(d)).count();
        long asLarge = Arrays.stream(differences).filter(d -> Math.abs(d) >= limit).count();
        return (asLarge + 1.0) / (valid + 1.0);
    }
}
