package io.exitbench.result.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.result.statistics.OperatingPoint.Totals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MatchedCostTest {
    private static final int FILES = 25;
    private static final Resampling FEW = new Resampling(300, 5, 0.95);
    private static final Clusters EACH =
            Clusters.of(IntStream.range(0, FILES).mapToObj(Integer::toString).toList());

    private static double mean(double[] total) {
        return total[0] / total[1];
    }

    /** Score and count, cost and tokens. */
    private static Totals totals(double score, double costPerToken, double tokens) {
        return new Totals(new double[] {score, 1, costPerToken * tokens, tokens});
    }

    private static LotteryCurve curve(Totals... points) {
        return new LotteryCurve(List.of(points), MatchedCostTest::mean);
    }

    @Test
    void onALinearFrontierTheLotteryIsExactlyOnTheLine() {
        LotteryCurve line = curve(totals(60, 12, 10), totals(50, 10, 10), totals(20, 4, 10));
        for (double cost = 4; cost <= 12; cost += 0.25) {
            assertThat(line.scoreAt(cost)).isCloseTo(5 * cost, within(1e-9));
        }
        assertThat(line.cheapest()).isEqualTo(4);
    }

    @Test
    void aLotteryCostsWhatItIsToCostThoughItsHalvesWriteUnequallyMuch() {
        Totals tight = totals(60, 12, 7);
        Totals loose = totals(20, 4, 31);
        for (double cost = 4.5; cost < 12; cost += 0.5) {
            Totals mixed = tight.lotteryAt(cost, loose);
            assertThat(mixed.costPerToken()).isCloseTo(cost, within(1e-9));
            double share = (mean(mixed.values()) - 20) / 40;
            assertThat(curve(tight, loose).scoreAt(cost)).isCloseTo(20 + 40 * share, within(1e-9));
        }
    }

    @Test
    void fullDepthCountsWhereItCostsLessAndNothingBelowTheReach() {
        LotteryCurve dear = curve(totals(60, 12, 10), totals(55, 14, 10), totals(50, 13, 10));
        assertThat(dear.scoreAt(13)).isEqualTo(60);
        assertThat(dear.scoreAt(20)).isEqualTo(60);
        assertThat(curve(totals(60, 12, 10), totals(20, 4, 10)).scoreAt(3)).isNaN();
    }

    private static OperatingPoint point(double score, double cost) {
        double[][] statistics = new double[FILES][];
        double[][] costs = new double[FILES][];
        for (int i = 0; i < FILES; i++) {
            int tokens = 5 + i % 7;
            statistics[i] = new double[] {score, 1};
            costs[i] = new double[] {cost * tokens, tokens};
        }
        return OperatingPoint.of(statistics, costs, EACH);
    }

    private static Difference compared(MatchedCost matched, int seeds) {
        return new CrossedBootstrap(FEW, FILES, seeds).of(matched).orElseThrow();
    }

    @Test
    void anAgentThatIsTheRuleDiffersByExactlyNothing() {
        OperatingPoint tight = point(55, 9);
        OperatingPoint loose = point(30, 5);
        MatchedCost same =
                new MatchedCost(
                        point(60, 12),
                        List.of(List.of(tight, loose), List.of(tight, loose)),
                        List.of(List.of(tight, loose)),
                        MatchedCostTest::mean,
                        FILES);
        Difference none = compared(same, 2);
        assertThat(none.value()).isZero();
        assertThat(none.interval()).contains(new Interval(0, 0));
        assertThat(none.p()).hasValue(1);
        assertThat(same.belowReach()).isZero();
    }

    /** Rules of 5 points for each layer: the agent at 8 layers is held against 40. */
    @Test
    void anAgentIsHeldAgainstTheBestRuleAtItsOwnCost() {
        MatchedCost matched =
                new MatchedCost(
                        point(60, 12),
                        List.of(
                                List.of(point(43, 8)),
                                List.of(point(45, 8)),
                                List.of(point(44, 8))),
                        List.of(List.of(point(10, 6)), List.of(point(50, 10), point(20, 4))),
                        MatchedCostTest::mean,
                        FILES);
        Difference difference = compared(matched, 3);
        assertThat(difference.value()).isCloseTo(4, within(1e-9));
        // Three seeds that differ: Student's quantile of 2 degrees of freedom, 4.3 × 1 / √3.
        assertThat(difference.interval().orElseThrow().low()).isBetween(4 - 3.5, 4 - 1.2);
        assertThat(difference.interval().orElseThrow().high()).isBetween(4 + 1.2, 4 + 3.5);
    }

    @Test
    void whatCostsLessThanEveryRuleIsHeldAgainstTheCheapestInALotteryWithFullDepth() {
        OperatingPoint full = point(60, 12);
        List<List<OperatingPoint>> rules = List.of(List.of(point(50, 10)), List.of(point(40, 8)));
        MatchedCost within =
                new MatchedCost(
                        full,
                        List.of(List.of(point(44, 8.5))),
                        rules,
                        MatchedCostTest::mean,
                        FILES);
        // The second rule's lottery at 8.5 is 42.5; the first does not reach down there.
        assertThat(compared(within, 1).value()).isCloseTo(1.5, within(1e-9));
        assertThat(within.belowReach()).isZero();
        MatchedCost below =
                new MatchedCost(
                        full, List.of(List.of(point(36, 4))), rules, MatchedCostTest::mean, FILES);
        // Half of it and half of full depth cost 8 and score 48, against 40.
        assertThat(compared(below, 1).value()).isCloseTo(8, within(1e-9));
        assertThat(below.belowReach()).isOne();
        assertThat(below.isAnswerable()).isTrue();
    }

    @Test
    void whereNoRuleCostsLessThanFullDepthThereIsNothingToCompare() {
        MatchedCost dear =
                new MatchedCost(
                        point(60, 12),
                        List.of(List.of(point(50, 8))),
                        List.of(List.of(point(55, 13), point(40, 12))),
                        MatchedCostTest::mean,
                        FILES);
        assertThat(dear.isAnswerable()).isFalse();
    }

    @Test
    void samplesThatWereNotTimedAddTheirQualityAndNoCost() {
        double[][] statistics = new double[FILES][];
        double[][] costs = new double[FILES][];
        for (int i = 0; i < FILES; i++) {
            statistics[i] = new double[] {i, 1};
            costs[i] = i % 5 == 0 ? new double[] {30, 3} : new double[] {0, 0};
        }
        OperatingPoint timed = OperatingPoint.of(statistics, costs, EACH);
        int[] once = new int[FILES];
        Arrays.fill(once, 1);
        assertThat(timed.under(once).costPerToken()).isEqualTo(10);
        assertThat(mean(timed.under(once).values())).isEqualTo((FILES - 1) / 2.0);
        MatchedCost matched =
                new MatchedCost(
                        point(FILES, 12),
                        List.of(List.of(timed)),
                        List.of(List.of(timed)),
                        MatchedCostTest::mean,
                        FILES);
        assertThat(compared(matched, 1).value()).isZero();
    }

    /** Agents of four points more than the rule, with files and seeds that differ. */
    @Test
    void intervalsAtMatchedCostCoverTheTruthAboutAsOften() {
        Random random = new Random(5);
        int covered = 0;
        int trials = 200;
        for (int trial = 0; trial < trials; trial++) {
            double[] level = random.doubles(FILES, -20, 20).toArray();
            OperatingPoint full = noisy(random, level, 60, 12);
            List<List<OperatingPoint>> seeds = new ArrayList<>();
            for (int seed = 0; seed < 5; seed++) {
                double of = 2 * random.nextGaussian();
                seeds.add(
                        List.of(
                                noisy(random, level, 5 * 9 + 4 + of, 9),
                                noisy(random, level, 5 * 7 + 4 + of, 7)));
            }
            MatchedCost matched =
                    new MatchedCost(
                            full,
                            seeds,
                            List.of(
                                    List.of(
                                            noisy(random, level, 50, 10),
                                            noisy(random, level, 25, 5))),
                            MatchedCostTest::mean,
                            FILES);
            Interval interval =
                    new CrossedBootstrap(new Resampling(200, trial, 0.95), FILES, 5)
                            .of(matched)
                            .flatMap(Difference::interval)
                            .orElseThrow();
            covered += interval.contains(4) ? 1 : 0;
        }
        assertThat(covered / (double) trials).isBetween(0.90, 0.995);
    }

    private static OperatingPoint noisy(Random random, double[] level, double score, double cost) {
        double[][] statistics = new double[FILES][];
        double[][] costs = new double[FILES][];
        for (int i = 0; i < FILES; i++) {
            statistics[i] = new double[] {score + level[i] + 4 * random.nextGaussian(), 1};
            costs[i] = new double[] {cost * 10, 10};
        }
        return OperatingPoint.of(statistics, costs, EACH);
    }
}
