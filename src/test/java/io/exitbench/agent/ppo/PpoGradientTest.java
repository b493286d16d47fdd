package io.exitbench.agent.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

class PpoGradientTest {
    private static final double STEP = 1e-6;

    @BeforeAll
    static void oneThread() {
        Nd4jRuntime.limitToOneThread();
    }

    @Test
    void theGradientOfTheLossMatchesFiniteDifferences() {
        ClippedSurrogateLoss loss = new ClippedSurrogateLoss(0.2, 0.01, null);
        Random random = new Random(3);
        for (int round = 0; round < 50; round++) {
            int actions = 2 + random.nextInt(2);
            double[][] logits = gaussian(random, 8, actions);
            double[][] labels = labels(random, logits);
            INDArray gradient =
                    loss.computeGradient(
                            Nd4j.createFromArray(labels), Nd4j.createFromArray(logits), null, null);
            for (int i = 0; i < logits.length; i++) {
                for (int k = 0; k < actions; k++) {
                    double kept = logits[i][k];
                    logits[i][k] = kept + STEP;
                    double above = score(loss, labels, logits);
                    logits[i][k] = kept - STEP;
                    double below = score(loss, labels, logits);
                    logits[i][k] = kept;
                    assertThat(gradient.getDouble(i, k))
                            .isCloseTo((above - below) / (2 * STEP), within(1e-5));
                }
            }
        }
    }

    @Test
    void theGradientOfBothNetsMatchesFiniteDifferences() {
        PpoSettings settings = PpoSettings.FAST;
        PolicyValueGraph nets =
                new PolicyValueGraph(
                        small(settings), 5, 3, new RandomState(4), null, DataType.DOUBLE);
        ComputationGraph graph = nets.graph();
        Random random = new Random(5);
        INDArray states = Nd4j.createFromArray(gaussian(random, 12, 5));
        double[][] logits = graph.output(states)[0].toDoubleMatrix();
        INDArray labels = Nd4j.createFromArray(labels(random, logits));
        INDArray returns = Nd4j.createFromArray(gaussian(random, 12, 1));

        graph.setInputs(states);
        graph.setLabels(labels, returns);
        graph.computeGradientAndScore();
        INDArray analytic = graph.getFlattenedGradients().dup().divi(12);
        INDArray parameters = graph.params();
        for (long i = 0; i < parameters.length(); i++) {
            double kept = parameters.getDouble(i);
            parameters.putScalar(i, kept + STEP);
            double above = meanLoss(graph, states, labels, returns);
            parameters.putScalar(i, kept - STEP);
            double below = meanLoss(graph, states, labels, returns);
            parameters.putScalar(i, kept);
            assertThat(analytic.getDouble(i))
                    .as("parameter %d", i)
                    .isCloseTo((above - below) / (2 * STEP), within(1e-5));
        }
    }

    @Test
    void aStepIsNoLongerThanTheGlobalNormAllows() {
        ComputationGraph graph =
                new ComputationGraph(
                        new NeuralNetConfiguration.Builder()
                                .updater(new Sgd(1))
                                .seed(1)
                                .graphBuilder()
                                .addInputs("x")
                                .addLayer("a", output(), "x")
                                .addLayer("b", output(), "x")
                                .setOutputs("a", "b")
                                .build());
        graph.init();
        graph.setListeners(new GlobalNormClipping(0.5));
        INDArray x = Nd4j.rand(DataType.FLOAT, 16, 3);
        INDArray far = Nd4j.zeros(DataType.FLOAT, 16, 1).addi(100);

        INDArray before = graph.params().dup();
        graph.fit(new INDArray[] {x}, new INDArray[] {far, far});
        assertThat(graph.params().sub(before).norm2Number().doubleValue())
                .isCloseTo(0.5, within(1e-4));

        INDArray near = graph.output(x)[0].add(1e-3);
        INDArray nearB = graph.output(x)[1].add(1e-3);
        before = graph.params().dup();
        graph.fit(new INDArray[] {x}, new INDArray[] {near, nearB});
        assertThat(graph.params().sub(before).norm2Number().doubleValue()).isLessThan(0.1);
    }

    @Test
    void advantagesFollowTheirDefinition() {
        Rollout rollout = new Rollout(3, 1, 1);
        System.arraycopy(new float[] {1, 2, 3}, 0, rollout.rewards, 0, 3);
        System.arraycopy(new float[] {1, 0, 0.5f}, 0, rollout.continuations, 0, 3);
        System.arraycopy(new float[] {0.5f, 1, -1, 4}, 0, rollout.values, 0, 4);
        rollout.estimateAdvantages(0.9, 0.8);
        double third = 3 + 0.9 * 0.5 * 4 + 1;
        double second = 2 - 1;
        double first = 1 + 0.9 * 1 - 0.5 + 0.9 * 0.8 * second;
        assertThat(rollout.advantages[2]).isCloseTo((float) third, within(1e-6f));
        assertThat(rollout.advantages[1]).isCloseTo((float) second, within(1e-6f));
        assertThat(rollout.advantages[0]).isCloseTo((float) first, within(1e-6f));
        assertThat(rollout.returns[0]).isCloseTo((float) first + 0.5f, within(1e-6f));
    }

    @Test
    void initialWeightsAreOrthogonal() {
        double[][] tall = OrthogonalWeights.draw(20, 7, 2, new RandomState(1));
        for (int a = 0; a < 7; a++) {
            for (int b = 0; b < 7; b++) {
                double dot = 0;
                for (double[] row : tall) {
                    dot += row[a] * row[b];
                }
                assertThat(dot).isCloseTo(a == b ? 4 : 0, within(1e-12));
            }
        }
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(new LossMSE())
                .activation(Activation.IDENTITY)
                .nIn(3)
                .nOut(1)
                .build();
    }

    private static double meanLoss(
            ComputationGraph graph, INDArray states, INDArray labels, INDArray returns) {
        INDArray[] output = graph.output(states);
        double policy =
                new ClippedSurrogateLoss(
                                PpoSettings.FAST.clip(),
                                PpoSettings.FAST.entropyCoefficient(),
                                null)
                        .computeScore(labels, output[0], null, null, true);
        INDArray error = output[1].sub(returns);
        return policy
                + PpoSettings.FAST.valueCoefficient() * error.mul(error).meanNumber().doubleValue();
    }

    private static PpoSettings small(PpoSettings like) {
        return new PpoSettings(
                "small",
                List.of(6, 4),
                List.of(5, 4),
                like.totalSteps(),
                like.stepsPerUpdate(),
                like.environments(),
                like.minibatch(),
                like.epochs(),
                like.initialRate(),
                like.finalRate(),
                like.discount(),
                like.lambda(),
                like.clip(),
                like.entropyCoefficient(),
                like.valueCoefficient(),
                like.maxGradientNorm(),
                like.targetKl());
    }

    private static double score(ClippedSurrogateLoss loss, double[][] labels, double[][] logits) {
        return loss.computeScore(
                Nd4j.createFromArray(labels), Nd4j.createFromArray(logits), null, null, false);
    }

    /** Old probabilities near enough to the new ones that some ratios are clipped, some not. */
    private static double[][] labels(Random random, double[][] logits) {
        double[][] labels = new double[logits.length][];
        for (int i = 0; i < labels.length; i++) {
            double[] logP = new double[logits[i].length];
            Categorical.logSoftmax(logits[i], 0, logP);
            int action = random.nextInt(logP.length);
            labels[i] =
                    new double[] {
                        action, random.nextGaussian(), logP[action] + 0.3 * random.nextGaussian()
                    };
        }
        return labels;
    }

    private static double[][] gaussian(Random random, int rows, int columns) {
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int k = 0; k < columns; k++) {
                row[k] = random.nextGaussian();
            }
        }
        return values;
    }
}
