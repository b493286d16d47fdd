package io.exitbench.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogisticModelTest {
    /** With one yes-or-no feature the maximum of the likelihood is the share in each group. */
    @Test
    void aBinaryFeatureGivesTheSharesOfItsGroups() {
        double[][] features = new double[1000][];
        boolean[] holds = new boolean[1000];
        for (int i = 0; i < 1000; i++) {
            boolean group = i % 2 == 0;
            features[i] = new double[] {group ? 7 : 3};
            // 400 of 500 in one group, 100 of 500 in the other.
            holds[i] = group ? i % 5 != 0 : i % 5 == 0;
        }
        LogisticModel model = LogisticModel.fit(features, holds);
        // The ridge draws both a little towards one half.
        assertThat(model.probability(7)).isCloseTo(0.8, within(2e-3));
        assertThat(model.probability(3)).isCloseTo(0.2, within(2e-3));
    }

    /** At the optimum predictions and outcomes have the same sum, whatever the features. */
    @Test
    void manyCorrelatedFeaturesAreFitted() {
        Random random = new Random(3);
        int width = 40;
        double[][] features = new double[400][width];
        boolean[] holds = new boolean[400];
        for (int i = 0; i < features.length; i++) {
            double common = random.nextGaussian();
            for (int k = 0; k < width; k++) {
                features[i][k] = 3 * common + random.nextGaussian();
            }
            holds[i] = features[i][0] - features[i][1] + random.nextGaussian() / 2 > 0.4;
        }
        LogisticModel model = LogisticModel.fit(features, holds);
        double predicted = 0;
        int held = 0;
        int right = 0;
        for (int i = 0; i < features.length; i++) {
            double probability = model.probability(features[i]);
            predicted += probability;
            held += holds[i] ? 1 : 0;
            right += probability > 0.5 == holds[i] ? 1 : 0;
        }
        assertThat(predicted).isCloseTo(held, within(0.1));
        assertThat(right).isGreaterThan(360);
    }

    /** Equations that are too wide to be solved exactly lead to the same optimum. */
    @Test
    void statesOfALargeModelAreFittedToo() {
        Random random = new Random(4);
        int width = Curvature.WIDEST_EXACT + 200;
        double[][] features = new double[300][width];
        boolean[] holds = new boolean[300];
        for (int i = 0; i < features.length; i++) {
            holds[i] = random.nextInt(4) > 0;
            for (int k = 0; k < width; k++) {
                features[i][k] = 5 + random.nextGaussian() + (k < 20 && holds[i] ? 1 : 0);
            }
        }
        int fitted = 200;
        LogisticModel model =
                LogisticModel.fit(Arrays.copyOf(features, fitted), Arrays.copyOf(holds, fitted));
        double predicted = 0;
        int held = 0;
        int right = 0;
        for (int i = 0; i < features.length; i++) {
            double probability = model.probability(features[i]);
            if (i < fitted) {
                predicted += probability;
                held += holds[i] ? 1 : 0;
            } else {
                right += probability > 0.5 == holds[i] ? 1 : 0;
            }
        }
        assertThat(predicted).isCloseTo(held, within(0.5));
        assertThat(right).as("of a hundred it has not seen").isGreaterThan(85);
    }

    @Test
    void conjugateGradientsSolveWhatEliminationSolves() {
        Random random = new Random(6);
        int width = 40;
        double[][] rows = new double[100][width];
        double[] weights = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            weights[i] = random.nextDouble() / rows.length;
            double common = random.nextGaussian();
            for (int k = 0; k < width; k++) {
                rows[i][k] = common + random.nextGaussian();
            }
        }
        double[] ridge = random.doubles(width, 1e-3, 1e-2).toArray();
        double[] right = random.doubles(width, -1, 1).toArray();
        Curvature curvature = new Curvature(rows, weights, ridge);
        double[] exact = curvature.exactly(right);
        double[] found = curvature.iteratively(right);
        double difference = 0;
        double size = 0;
        for (int i = 0; i < width; i++) {
            difference += (found[i] - exact[i]) * (found[i] - exact[i]);
            size += exact[i] * exact[i];
        }
        assertThat(Math.sqrt(difference / size)).isLessThan(0.02);
        assertThat(curvature.iteratively(right)).containsExactly(found);
    }

    @Test
    void whatIsAlwaysSoIsLearnedWithoutEnd() {
        double[][] features = {{1, 2}, {2, 1}, {3, 5}};
        LogisticModel model = LogisticModel.fit(features, new boolean[] {true, true, true});
        assertThat(model.probability(2, 2)).isGreaterThan(0.99).isLessThanOrEqualTo(1);
    }

    @Test
    void withoutCasesItKnowsNothing() {
        assertThat(LogisticModel.fit(new double[0][], new boolean[0]).probability(1, 2))
                .isEqualTo(0.5);
    }

    /** The made-up traces' state is their confidence, which is how probable agreement is. */
    @Test
    void aStateClassifierLearnsWhatTheStatesTell() {
        MadeUpTraces traces = new MadeUpTraces(2000, 8, new Random(4));
        StateClassifier shared =
                StateClassifier.shared(
                        traces, (token, exit) -> Optional.of(traces.agrees(token, exit)));
        assertThat(shared.probability(0, new float[] {0.95f})).isGreaterThan(0.85);
        assertThat(shared.probability(1, new float[] {0.3f})).isLessThan(0.45);
        StateClassifier second =
                StateClassifier.ofEachExit(
                        traces,
                        (token, exit) ->
                                exit == 0
                                        ? Optional.empty()
                                        : Optional.of(traces.agrees(token, exit)));
        assertThat(second.probability(0, new float[] {0.9f})).isEqualTo(0.5);
        assertThat(second.probability(1, new float[] {0.95f})).isGreaterThan(0.85);
    }
}
