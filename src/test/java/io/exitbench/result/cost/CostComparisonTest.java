package io.exitbench.result.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.energy.EnergyQuality;
import io.exitbench.result.statistics.BlockTest;
import io.exitbench.result.statistics.Clusters;
import io.exitbench.result.statistics.Holm;
import io.exitbench.result.statistics.Resampling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CostComparisonTest {
    /**
     * Windows in random order on a machine that slows down over the whole run, differs from window
     * to window, and has a neighbour who now and then takes a fifth of a window.
     */
    private static List<RunCost> noisy(long seed, int blocks, double... trueCosts) {
        Random random = new Random(seed);
        List<List<BlockCost>> runs = new ArrayList<>();
        for (double ignored : trueCosts) {
            runs.add(new ArrayList<>());
        }
        double drift = 1;
        for (int block = 0; block < blocks; block++) {
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, trueCosts.length).boxed().toList());
            Collections.shuffle(order, random);
            for (int run : order) {
                drift *= Math.exp(0.005 + 0.01 * random.nextGaussian());
                double neighbour = random.nextDouble() < 0.1 ? 1.2 : 1;
                double seconds =
                        trueCosts[run] * drift * neighbour * Math.exp(0.02 * random.nextGaussian());
                double joules = seconds * 50 * Math.exp(0.01 * random.nextGaussian());
                runs.get(run).add(RunCosts.block(block, 1, seconds, joules));
            }
        }
        List<RunCost> costs = new ArrayList<>();
        for (List<BlockCost> each : runs) {
            costs.add(
                    RunCosts.run(
                            "run" + costs.size(),
                            100,
                            EnergyQuality.COUNTER,
                            OptionalDouble.empty(),
                            each));
        }
        return costs;
    }

    private static List<CostComparison> against(List<RunCost> runs) {
        Map<String, List<double[]>> times = new LinkedHashMap<>();
        for (RunCost run : runs) {
            times.put(run.runId(), Collections.nCopies(run.blocks().size(), new double[] {1, 1}));
        }
        Savings savings =
                new Savings(times, Clusters.of(List.of("a", "b")), new Resampling(20, 1, 0.95));
        return CostComparison.against("run0", runs, savings, Set.of("run1"));
    }

    /** Both costs are looked at, so they are corrected. */
    private static boolean isSignificant(List<RunCost> runs) {
        Map<String, Double> ps = new LinkedHashMap<>();
        against(runs).forEach(c -> ps.put(c.cost(), c.blockP().orElseThrow()));
        return Holm.correct(ps).values().stream().anyMatch(p -> p < 0.05);
    }

    @Test
    void theSameStrategyUnderTwoNamesDoesNotDifferInNineteenOfTwentyRuns() {
        for (int blocks : new int[] {3, 6}) {
            int alarms = 0;
            for (long seed = 0; seed < 20; seed++) {
                alarms += isSignificant(noisy(seed, blocks, 5, 5)) ? 1 : 0;
            }
            assertThat(alarms).as("%s blocks", blocks).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void theRateOfFalseAlarmsIsWhatItClaims() {
        int alarms = 0;
        int runs = 2000;
        for (long seed = 0; seed < runs; seed++) {
            alarms +=
                    CostComparison.blockP(
                                                    noisy(seed, 4, 5, 5).subList(1, 2),
                                                    noisy(seed, 4, 5, 5).get(0),
                                                    BlockCost::joulesPerPass)
                                            .orElseThrow()
                                    < 0.05
                            ? 1
                            : 0;
        }
        assertThat(alarms / (double) runs).isBetween(0.01, 0.07);
    }

    @Test
    void aRealSavingOfAThirdIsSeen() {
        int seen = 0;
        for (long seed = 0; seed < 20; seed++) {
            seen += isSignificant(noisy(seed, 6, 5, 3.3)) ? 1 : 0;
        }
        assertThat(seen).isGreaterThanOrEqualTo(18);
    }

    @Test
    void theTestIsStudentsOnLogarithmsOfRatios() {
        // t = 2.27672 with 3 degrees of freedom; p by numerical integration of Student's density.
        OptionalDouble p =
                BlockTest.p(new double[] {1.1, 2.4, 3.45, 3.92}, new double[] {1, 2, 3, 4});
        assertThat(p.orElseThrow()).isCloseTo(0.107258, within(1e-6));
    }

    @Test
    void whatIsDeclaredIsPrimaryAndTheRestExploratory() {
        assertThat(against(noisy(1, 3, 5, 4, 3)))
                .extracting(CostComparison::runId, CostComparison::cost, CostComparison::primary)
                .containsExactly(
                        tuple("run1", "energy", true),
                        tuple("run2", "energy", false),
                        tuple("run1", "time", true),
                        tuple("run2", "time", false));
    }

    @Test
    void gapsAreNotComparedAndTwoBlocksNotTested() {
        RunCost full = RunCosts.run("run0", 1, 10, 10, 10);
        RunCost gap = RunCosts.run("gap", 1, 9, Double.NaN, 9);
        assertThat(against(List.of(full, gap)))
                .extracting(CostComparison::cost)
                .containsExactly("time");
        assertThat(against(List.of(RunCosts.run("run0", 1, 3, 3), RunCosts.run("b", 1, 4, 5))))
                .hasSize(2)
                .allSatisfy(c -> assertThat(c.blockP()).isEmpty());
    }
}
