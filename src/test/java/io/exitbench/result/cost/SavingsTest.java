package io.exitbench.result.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.energy.EnergyQuality;
import io.exitbench.result.statistics.Clusters;
import io.exitbench.result.statistics.Interval;
import io.exitbench.result.statistics.Resampling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SavingsTest {
    private static final int PROMPTS = 25;
    private static final Resampling FEW = new Resampling(300, 5, 0.95);
    private static final Clusters EACH =
            Clusters.of(IntStream.range(0, PROMPTS).mapToObj(Integer::toString).toList());

    private final Map<String, List<double[]>> times = new LinkedHashMap<>();

    /** A run whose energy is 50 W times its time. */
    private RunCost run(String id, double[][] seconds) {
        List<BlockCost> blocks = new ArrayList<>();
        for (double[] block : seconds) {
            double sum = 0;
            for (double each : block) {
                sum += each;
            }
            blocks.add(RunCosts.block(blocks.size(), 1, sum, 50 * sum));
        }
        times.put(id, List.of(seconds));
        return RunCosts.run(id, PROMPTS, EnergyQuality.COUNTER, OptionalDouble.empty(), blocks);
    }

    private Optional<Saving> saving(Resampling resampling, RunCost full, RunCost... runs) {
        return new Savings(times, EACH, resampling)
                .of(List.of(runs), full, BlockCost::joulesPerPass);
    }

    private static double[][] seconds(Random random, int blocks) {
        double[][] seconds = new double[blocks][];
        for (int block = 0; block < blocks; block++) {
            seconds[block] = random.doubles(PROMPTS, 1, 3).toArray();
        }
        return seconds;
    }

    private static double[][] scaled(double[][] seconds, double by) {
        double[][] scaled = new double[seconds.length][];
        for (int block = 0; block < scaled.length; block++) {
            scaled[block] = new double[seconds[block].length];
            for (int i = 0; i < scaled[block].length; i++) {
                scaled[block][i] = by * seconds[block][i];
            }
        }
        return scaled;
    }

    @Test
    void theSameCostsSaveExactlyNothing() {
        double[][] seconds = seconds(new Random(1), 3);
        Saving none =
                saving(FEW, run("full", seconds), run("same", scaled(seconds, 1))).orElseThrow();
        assertThat(none.percent()).isZero();
        assertThat(none.interval()).contains(new Interval(0, 0));
        assertThat(none.blocks()).isEqualTo(3);
        assertThat(none.prompts().text()).isEqualTo("25 cases");
    }

    @Test
    void aThirdLessEverywhereIsAThirdInEveryDraw() {
        double[][] seconds = seconds(new Random(2), 4);
        Saving third =
                saving(FEW, run("full", seconds), run("less", scaled(seconds, 2.0 / 3)))
                        .orElseThrow();
        assertThat(third.percent()).isCloseTo(100 / 3.0, within(1e-9));
        assertThat(third.halfWidth().orElseThrow()).isCloseTo(0, within(1e-9));
    }

    @Test
    void nothingSavesMoreThanAllHoweverFewTheBlocks() {
        Random random = new Random(8);
        double[][] full = seconds(random, 2);
        double[][] wild = {scaled(full, 0.02)[0], scaled(full, 1.5)[1]};
        Interval interval =
                saving(FEW, run("full", full), run("wild", wild))
                        .flatMap(Saving::interval)
                        .orElseThrow();
        assertThat(interval.high()).isLessThan(100);
        assertThat(interval.low()).isLessThan(-100);
    }

    @Test
    void severalSeedsCountByTheirMean() {
        double[][] seconds = seconds(new Random(3), 3);
        RunCost full = run("full", seconds);
        assertThat(
                        saving(
                                        FEW,
                                        full,
                                        run("a", scaled(seconds, 0.5)),
                                        run("b", scaled(seconds, 0.7)))
                                .orElseThrow()
                                .percent())
                .isCloseTo(40, within(1e-9));
    }

    @Test
    void oneBlockHasNoIntervalAndOtherBlocksNoSaving() {
        double[][] seconds = seconds(new Random(4), 1);
        Saving one =
                saving(FEW, run("full", seconds), run("less", scaled(seconds, 0.5))).orElseThrow();
        assertThat(one.percent()).isCloseTo(50, within(1e-9));
        assertThat(one.interval()).isEmpty();
        assertThat(saving(FEW, run("full", seconds), run("two", seconds(new Random(5), 2))))
                .isEmpty();
    }

    @Test
    void aGapInOneBlockLeavesTheSavingUnknown() {
        double[][] seconds = seconds(new Random(6), 2);
        RunCost full = run("full", seconds);
        RunCost gap =
                RunCosts.run(
                        "gap",
                        PROMPTS,
                        EnergyQuality.COUNTER,
                        OptionalDouble.empty(),
                        List.of(RunCosts.block(0, 1, 1, 5), RunCosts.block(1, 1, 1, Double.NaN)));
        times.put("gap", List.of(seconds));
        assertThat(saving(FEW, full, gap)).isEmpty();
    }

    /** Prompts that save unequally, on a machine that is not the same from block to block. */
    @Test
    void intervalsOverBlocksAndPromptsCoverTheTruthAboutAsOften() {
        for (int blocks : new int[] {3, 8}) {
            assertThat(coverage(blocks, 0.15, 0.02)).isBetween(0.90, 0.995);
            assertThat(coverage(blocks, 0.02, 0.08)).isBetween(0.88, 0.995);
        }
    }

    private double coverage(int blocks, double ofPrompts, double ofBlocks) {
        Random random = new Random(7);
        int covered = 0;
        int trials = 300;
        for (int trial = 0; trial < trials; trial++) {
            double[][] full = new double[blocks][PROMPTS];
            double[][] run = new double[blocks][PROMPTS];
            double[] length = random.doubles(PROMPTS, 1, 3).toArray();
            double[] share = new double[PROMPTS];
            for (int i = 0; i < PROMPTS; i++) {
                share[i] = 0.6 + ofPrompts * random.nextGaussian();
            }
            for (int block = 0; block < blocks; block++) {
                double window = 1 + ofBlocks * random.nextGaussian();
                for (int i = 0; i < PROMPTS; i++) {
                    full[block][i] = length[i];
                    run[block][i] = length[i] * share[i] * window;
                }
            }
            Interval interval =
                    saving(new Resampling(300, trial, 0.95), run("full", full), run("run", run))
                            .flatMap(Saving::interval)
                            .orElseThrow();
            covered += interval.contains(40) ? 1 : 0;
        }
        return covered / (double) trials;
    }
}
