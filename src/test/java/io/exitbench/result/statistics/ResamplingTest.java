package io.exitbench.result.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResamplingTest {
    private static final int FILES = 40;
    private static final int SAMPLES_OF_A_FILE = 5;

    @Test
    void nominal95PercentIntervalsCoverTheTruthAboutAsOften() {
        Random random = new Random(11);
        Clusters clusters = clusters();
        int covered = 0;
        int coveredIfSamplesWereIndependent = 0;
        Clusters independent =
                Clusters.of(
                        IntStream.range(0, clusters.samples())
                                .mapToObj(Integer::toString)
                                .toList());
        for (int repetition = 0; repetition < 500; repetition++) {
            Resampling resampling = new Resampling(400, repetition, 0.95);
            double[][] statistics = filesWithTheirOwnLevel(random, 0);
            if (resampling
                    .interval(statistics, clusters, ResamplingTest::mean)
                    .orElseThrow()
                    .contains(50)) {
                covered++;
            }
            if (resampling
                    .interval(statistics, independent, ResamplingTest::mean)
                    .orElseThrow()
                    .contains(50)) {
                coveredIfSamplesWereIndependent++;
            }
        }
        assertThat(covered / 500.0).isBetween(0.90, 0.98);
        // Why files are drawn: samples of one file are alike.
        assertThat(coveredIfSamplesWereIndependent / 500.0).isLessThan(0.90);
    }

    @Test
    void intervalsOfSharesCoverTheTruthAboutAsOften() {
        Random random = new Random(12);
        Clusters clusters = clusters();
        int covered = 0;
        for (int repetition = 0; repetition < 500; repetition++) {
            double[][] statistics = new double[FILES * SAMPLES_OF_A_FILE][];
            double rate = 0;
            for (int i = 0; i < statistics.length; i++) {
                if (i % SAMPLES_OF_A_FILE == 0) {
                    rate = random.nextDouble() * 0.6;
                }
                statistics[i] = new double[] {random.nextDouble() < rate ? 100 : 0, 1};
            }
            if (new Resampling(400, repetition, 0.95)
                    .interval(statistics, clusters, ResamplingTest::mean)
                    .orElseThrow()
                    .contains(30)) {
                covered++;
            }
        }
        assertThat(covered / 500.0).isBetween(0.90, 0.98);
    }

    @Test
    void intervalOfAMeanIsTheNormalOne() {
        double[][] statistics = filesWithTheirOwnLevel(new Random(5), 0);
        double[] means = clusterMeans(statistics);
        double mean = IntStream.range(0, FILES).mapToDouble(i -> means[i]).average().orElseThrow();
        double variance =
                IntStream.range(0, FILES)
                                .mapToDouble(i -> (means[i] - mean) * (means[i] - mean))
                                .sum()
                        / FILES;
        double half = 1.96 * Math.sqrt(variance / FILES);

        Interval interval =
                new Resampling(1)
                        .interval(statistics, clusters(), ResamplingTest::mean)
                        .orElseThrow();

        assertThat(interval.low()).isCloseTo(mean - half, within(0.1 * half));
        assertThat(interval.high()).isCloseTo(mean + half, within(0.1 * half));
    }

    @Test
    void seedDecidesEverything() {
        double[][] statistics = filesWithTheirOwnLevel(new Random(6), 0);
        Resampling resampling = new Resampling(500, 3, 0.95);

        assertThat(resampling.interval(statistics, clusters(), ResamplingTest::mean))
                .isEqualTo(resampling.interval(statistics, clusters(), ResamplingTest::mean))
                .isNotEqualTo(
                        new Resampling(500, 4, 0.95)
                                .interval(statistics, clusters(), ResamplingTest::mean));
    }

    @Test
    void oneFileHasNoInterval() {
        Clusters one = Clusters.of(List.of("a", "a"));
        double[][] statistics = {{1, 1}, {0, 1}};

        assertThat(new Resampling(1).interval(statistics, one, ResamplingTest::mean)).isEmpty();
        assertThat(new Resampling(1).compare(statistics, statistics, one, ResamplingTest::mean))
                .isEmpty();
    }

    @Test
    void pairedTestsSeeARealDifferenceThroughLargeSpreadOfFiles() {
        Random random = new Random(8);
        double[][] baseline = filesWithTheirOwnLevel(random, 0);
        double[][] worse = new double[baseline.length][];
        double[][] same = new double[baseline.length][];
        for (int i = 0; i < baseline.length; i++) {
            worse[i] = new double[] {baseline[i][0] - 2 + random.nextGaussian(), 1};
            same[i] = new double[] {baseline[i][0] + random.nextGaussian(), 1};
        }
        Resampling resampling = new Resampling(2000, 1, 0.95);

        PairedTest real =
                resampling.compare(worse, baseline, clusters(), ResamplingTest::mean).orElseThrow();
        PairedTest none =
                resampling.compare(same, baseline, clusters(), ResamplingTest::mean).orElseThrow();

        assertThat(real.difference()).isCloseTo(-2, within(0.3));
        assertThat(real.interval().high()).isNegative();
        assertThat(real.bootstrapP()).isLessThan(0.01);
        assertThat(real.randomisationP()).isLessThan(0.01);
        assertThat(none.interval().contains(0)).isTrue();
        assertThat(none.bootstrapP()).isGreaterThan(0.05);
        assertThat(none.randomisationP()).isGreaterThan(0.05);
    }

    @Test
    void equalRunsAreCertainlyNotDifferent() {
        double[][] statistics = filesWithTheirOwnLevel(new Random(9), 0);

        PairedTest comparison =
                new Resampling(200, 1, 0.95)
                        .compare(statistics, statistics, clusters(), ResamplingTest::mean)
                        .orElseThrow();

        assertThat(comparison.difference()).isZero();
        assertThat(comparison.bootstrapP()).isEqualTo(1);
        assertThat(comparison.randomisationP()).isEqualTo(1);
    }

    @Test
    void randomisationAgreesWithTheExactPermutationTest() {
        // All of 5 differences have one sign: 2 of the 32 exchanges are as extreme.
        double[][] ours = {{1, 1}, {2, 1}, {3, 1}, {4, 1}, {5, 1}};
        double[][] theirs = {{0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}};
        Clusters clusters = Clusters.of(List.of("a", "b", "c", "d", "e"));

        PairedTest comparison =
                new Resampling(1)
                        .compare(ours, theirs, clusters, ResamplingTest::mean)
                        .orElseThrow();

        assertThat(comparison.randomisationP()).isCloseTo(2 / 32.0, within(0.01));
    }

    @Test
    void clustersOfOtherSamplesAreRefused() {
        assertThatThrownBy(
                        () ->
                                new Resampling(1)
                                        .interval(
                                                new double[3][2],
                                                Clusters.of(List.of("a", "b")),
                                                ResamplingTest::mean))
                .hasMessageContaining("3 samples")
                .hasMessageContaining("2");
    }

    private static double mean(double[] total) {
        return total[0] / total[1];
    }

    private static Clusters clusters() {
        List<String> files = new ArrayList<>();
        for (int i = 0; i < FILES * SAMPLES_OF_A_FILE; i++) {
            files.add("file" + i / SAMPLES_OF_A_FILE);
        }
        return Clusters.of(files);
    }

    /** Scores around 50 whose files differ by as much as their samples. */
    private static double[][] filesWithTheirOwnLevel(Random random, double shift) {
        double[][] statistics = new double[FILES * SAMPLES_OF_A_FILE][];
        double level = 0;
        for (int i = 0; i < statistics.length; i++) {
            if (i % SAMPLES_OF_A_FILE == 0) {
                level = 10 * random.nextGaussian();
            }
            statistics[i] = new double[] {50 + shift + level + 10 * random.nextGaussian(), 1};
        }
        return statistics;
    }

    private static double[] clusterMeans(double[][] statistics) {
        double[] means = new double[FILES];
        for (int i = 0; i < statistics.length; i++) {
            means[i / SAMPLES_OF_A_FILE] += statistics[i][0] / SAMPLES_OF_A_FILE;
        }
        return means;
    }
}
