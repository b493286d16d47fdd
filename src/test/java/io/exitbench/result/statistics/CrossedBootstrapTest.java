package io.exitbench.result.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrossedBootstrapTest {
    private static final int FILES = 30;
    private static final Resampling FEW = new Resampling(300, 5, 0.95);

    private static double mean(double[] total) {
        return total[0] / total[1];
    }

    private static Optional<Difference> difference(
            Resampling resampling, List<double[][]> seeds, double[][] baseline) {
        return new CrossedBootstrap(resampling, baseline.length, seeds.size())
                .of(new MeanDifference(seeds, baseline, CrossedBootstrapTest::mean));
    }

    /** Files × (sum, count), of one to four samples each. */
    private static double[][] files(Random random, double shift) {
        double[][] sums = new double[FILES][];
        for (int i = 0; i < FILES; i++) {
            int count = 1 + i % 4;
            sums[i] = new double[] {count * (shift + 50 + 10 * random.nextGaussian()), count};
        }
        return sums;
    }

    private static double[][] shifted(double[][] sums, double by) {
        double[][] shifted = new double[sums.length][];
        for (int i = 0; i < sums.length; i++) {
            shifted[i] = new double[] {sums[i][0] + by * sums[i][1], sums[i][1]};
        }
        return shifted;
    }

    @Test
    void identicalRunsDifferByExactlyNothing() {
        double[][] sums = files(new Random(1), 0);
        for (int seeds : new int[] {1, 2, 5}) {
            Difference none = difference(FEW, Collections.nCopies(seeds, sums), sums).orElseThrow();
            assertThat(none.value()).isZero();
            assertThat(none.interval()).contains(new Interval(0, 0));
            assertThat(none.p()).hasValue(1);
        }
    }

    @Test
    void aConstantDifferenceIsItsOwnInterval() {
        Random random = new Random(2);
        for (int trial = 0; trial < 20; trial++) {
            double by = 20 * random.nextGaussian();
            double[][] sums = files(random, 0);
            Difference constant =
                    difference(FEW, Collections.nCopies(1 + trial % 4, shifted(sums, by)), sums)
                            .orElseThrow();
            assertThat(constant.value()).isCloseTo(by, within(1e-9));
            assertThat(constant.interval().orElseThrow().low()).isCloseTo(by, within(1e-9));
            assertThat(constant.interval().orElseThrow().high()).isCloseTo(by, within(1e-9));
            assertThat(constant.p().orElseThrow()).isLessThan(0.01);
        }
    }

    @Test
    void neitherTheOrderOfFilesNorThatOfSeedsMatters() {
        Random random = new Random(3);
        double[][] baseline = files(random, 0);
        List<double[][]> seeds = new ArrayList<>();
        for (int seed = 0; seed < 4; seed++) {
            seeds.add(files(random, seed));
        }
        Resampling many = new Resampling(4000, 1, 0.95);
        Difference known = difference(many, seeds, baseline).orElseThrow();
        List<Integer> order = new ArrayList<>(IntStream.range(0, FILES).boxed().toList());
        Collections.shuffle(order, random);
        List<double[][]> permuted =
                new ArrayList<>(seeds.stream().map(seed -> reordered(seed, order)).toList());
        Collections.reverse(permuted);
        Difference again = difference(many, permuted, reordered(baseline, order)).orElseThrow();
        assertThat(again.value()).isCloseTo(known.value(), within(1e-9));
        double width = known.interval().orElseThrow().high() - known.interval().orElseThrow().low();
        assertThat(again.interval().orElseThrow().low())
                .isCloseTo(known.interval().orElseThrow().low(), within(0.1 * width));
        assertThat(again.interval().orElseThrow().high())
                .isCloseTo(known.interval().orElseThrow().high(), within(0.1 * width));
    }

    private static double[][] reordered(double[][] sums, List<Integer> order) {
        return order.stream().map(i -> sums[i]).toArray(double[][]::new);
    }

    @Test
    void ofOneSeedItIsThePairedBootstrapOverFiles() {
        Random random = new Random(4);
        double[][] baseline = files(random, 0);
        double[][] ours = files(random, 3);
        Resampling many = new Resampling(4000, 1, 0.95);
        Clusters each = Clusters.of(IntStream.range(0, FILES).mapToObj(Integer::toString).toList());
        PairedTest paired =
                many.compare(ours, baseline, each, CrossedBootstrapTest::mean).orElseThrow();
        Difference crossed = difference(many, List.<double[][]>of(ours), baseline).orElseThrow();
        assertThat(crossed.value()).isEqualTo(paired.difference());
        assertThat(crossed.interval().orElseThrow().low())
                .isCloseTo(paired.interval().low(), within(0.3));
        assertThat(crossed.p().orElseThrow()).isCloseTo(paired.bootstrapP(), within(0.03));
    }

    @Test
    void oneFileHasAValueAndNoInterval() {
        Difference one =
                difference(
                                FEW,
                                List.<double[][]>of(new double[][] {{6, 2}}),
                                new double[][] {{4, 2}})
                        .orElseThrow();
        assertThat(one.value()).isEqualTo(1);
        assertThat(one.interval()).isEmpty();
        assertThat(one.p()).isEmpty();
        assertThat(
                        difference(
                                FEW,
                                List.<double[][]>of(new double[][] {{0, 0}}),
                                new double[][] {{4, 2}}))
                .isEmpty();
    }

    /** What agents differ by from seed to seed may be more or less than what files do. */
    @Test
    void intervalsOverFilesAndFiveSeedsCoverTheTruthAboutAsOften() {
        assertThat(coverage(5, 1, 4)).isBetween(0.91, 0.99);
        assertThat(coverage(5, 4, 1)).isBetween(0.91, 0.99);
        assertThat(coverage(5, 2, 2)).isBetween(0.91, 0.99);
    }

    /** Why seeds are drawn at all: one training says little of the next. */
    @Test
    void ofOneSeedIntervalsAreOfThatAgentAlone() {
        assertThat(coverage(1, 3, 1)).isLessThan(0.6);
    }

    private static double coverage(int seeds, double spreadOfSeeds, double spreadOfFiles) {
        Random random = new Random(6);
        int covered = 0;
        int trials = 400;
        for (int trial = 0; trial < trials; trial++) {
            double[] level = new double[FILES];
            for (int i = 0; i < FILES; i++) {
                level[i] = spreadOfFiles * Math.sqrt(FILES) * random.nextGaussian();
            }
            List<double[][]> runs = new ArrayList<>();
            for (int seed = 0; seed < seeds; seed++) {
                double of = spreadOfSeeds * random.nextGaussian();
                double[][] sums = new double[FILES][];
                for (int i = 0; i < FILES; i++) {
                    sums[i] = new double[] {2 + of + level[i] + random.nextGaussian(), 1};
                }
                runs.add(sums);
            }
            double[][] baseline = new double[FILES][];
            for (int i = 0; i < FILES; i++) {
                baseline[i] = new double[] {0, 1};
            }
            Interval interval =
                    difference(new Resampling(300, trial, 0.95), runs, baseline)
                            .flatMap(Difference::interval)
                            .orElseThrow();
            covered += interval.contains(2) ? 1 : 0;
        }
        return covered / (double) trials;
    }
}
