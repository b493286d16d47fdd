package io.exitbench.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.strategy.CalibrationTraces;
import io.exitbench.strategy.StrategyContext;
import java.util.List;
import java.util.Random;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {
    @ParameterizedTest
    @ValueSource(doubles = {0.9, 0.98, 0.995})
    void theThresholdKeepsTheWantedAgreementAndNoLooserOneNearItDoes(double wanted) {
        MadeUpTraces traces = new MadeUpTraces(200, 10, new Random(1));
        double threshold =
                CalibratedThreshold.choose(traces, CalibrationTraces::topProbability, wanted);
        assertThat(traces.agreement(threshold)).isGreaterThanOrEqualTo(wanted);
        assertThat(traces.agreement(threshold - 0.01)).isLessThan(wanted);
    }

    @Test
    void halvesShareNoFileAndHoldAllTokens() {
        MadeUpTraces traces = new MadeUpTraces(9, 5, new Random(1));
        FileHalf first = new FileHalf(traces, false);
        FileHalf second = new FileHalf(traces, true);
        assertThat(first.tokens()).isEqualTo(25);
        assertThat(second.tokens()).isEqualTo(20);
        assertThat(first.completions()).extracting("file").contains("f0", "f8");
        assertThat(second.completions()).extracting("file").containsExactly("f1", "f3", "f5", "f7");
        for (CalibrationTraces.Completion each : second.completions()) {
            long there = 5L * Integer.parseInt(each.file().substring(1));
            for (int i = 0; i < 5; i++) {
                assertThat(second.seen(each.first() + i, 1)).isEqualTo(traces.seen(there + i, 1));
            }
        }
    }

    @Test
    void whatCannotBeKeptLeavesNowhere() {
        MadeUpTraces traces = new MadeUpTraces(50, 10, new Random(1));
        double threshold =
                CalibratedThreshold.choose(traces, CalibrationTraces::topProbability, 1.01);
        assertThat(traces.agreement(threshold)).isEqualTo(1);
    }

    /** The law of Learn then Test: the risk is exceeded in at most delta of all calibrations. */
    @Test
    void theRiskIsKeptAsOftenAsIsPromised() {
        double risk = 0.2;
        double delta = 0.1;
        int splits = 200;
        CalibrationTraces world = new MadeUpTraces(20_000, 8, new Random(5));
        int exceeded = 0;
        int useful = 0;
        for (int split = 0; split < splits; split++) {
            MadeUpTraces pool = new MadeUpTraces(150, 8, new Random(1000 + split));
            double threshold =
                    new RiskControl(risk, delta).threshold(pool, CalibrationTraces::topProbability);
            double loss =
                    world.completions().stream()
                            .mapToDouble(
                                    each ->
                                            RiskControl.loss(
                                                    world,
                                                    each,
                                                    CalibrationTraces::topProbability,
                                                    threshold))
                            .average()
                            .orElseThrow();
            exceeded += loss > risk ? 1 : 0;
            useful += loss > 0 ? 1 : 0;
        }
        int tolerated =
                new BinomialDistribution(null, splits, delta).inverseCumulativeProbability(0.999);
        assertThat(exceeded).isLessThanOrEqualTo(tolerated);
        assertThat(useful).as("splits in which anything leaves early").isGreaterThan(150);
    }

    @Test
    void theLossIsTheShareFromTheFirstDifferentTokenOn() {
        MadeUpTraces traces = new MadeUpTraces(40, 6, new Random(3));
        for (CalibrationTraces.Completion each : traces.completions()) {
            int first = 0;
            while (first < 6 && traces.agrees(each.first() + first, 0)) {
                first++;
            }
            assertThat(RiskControl.loss(traces, each, CalibrationTraces::topProbability, -1))
                    .isCloseTo((6 - first) / 6.0, within(1e-12));
        }
    }

    @Test
    void aLogisticModelFindsTheProbabilityThatMadeTheData() {
        Random random = new Random(2);
        double[][] features = new double[4000][];
        boolean[] holds = new boolean[features.length];
        for (int i = 0; i < features.length; i++) {
            features[i] = new double[] {random.nextGaussian() * 3 + 5, random.nextGaussian()};
            double logit = 0.5 * (features[i][0] - 5) - features[i][1] + 0.3;
            holds[i] = random.nextDouble() < 1 / (1 + Math.exp(-logit));
        }
        LogisticModel model = LogisticModel.fit(features, holds);
        assertThat(model.probability(5, 0)).isCloseTo(1 / (1 + Math.exp(-0.3)), within(0.03));
        assertThat(model.probability(9, 0)).isCloseTo(1 / (1 + Math.exp(-2.3)), within(0.03));
        assertThat(model.probability(5, 2)).isCloseTo(1 / (1 + Math.exp(1.7)), within(0.03));
    }

    @Test
    void tracesAreGivenOnlyToWhoDeclaresThatItNeedsThem() {
        StrategyContext context = new StrategyContext(List.of(2), 4, 1);
        assertThatThrownBy(context::calibration)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("needsCalibration()");
    }
}
