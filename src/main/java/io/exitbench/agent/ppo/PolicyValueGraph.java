package io.exitbench.agent.ppo;

import io.exitbench.model.DenseLayer;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** The two separate nets of an agent, policy and value, as one DL4J graph with one optimiser. */
final class PolicyValueGraph {
    private static final double ADAM_EPSILON = 1e-5;
    private static final double HIDDEN_GAIN = Math.sqrt(2);
    private static final double POLICY_GAIN = 0.01;
    private static final double VALUE_GAIN = 1;

    private final ComputationGraph graph;
    private final int policyDepth;
    private final int inputs;

    /**
     * @param settings widths, coefficients and rates
     * @param inputs length of a state
     * @param actions number of actions
     * @param random draws the weights
     * @param statistics receives figures of every gradient
     * @param type float for training, double to check gradients
     */
    PolicyValueGraph(
            PpoSettings settings,
            int inputs,
            int actions,
            RandomState random,
            SurrogateStatistics statistics,
            DataType type) {
        this.inputs = inputs;
        this.policyDepth = settings.policyLayers().size();
        GraphBuilder builder =
                new NeuralNetConfiguration.Builder()
                        .dataType(type)
                        .activation(Activation.TANH)
                        .updater(
                                Adam.builder()
                                        .learningRate(settings.initialRate())
                                        .epsilon(ADAM_EPSILON)
                                        .build())
                        .graphBuilder()
                        .addInputs("state")
                        .setInputTypes(InputType.feedForward(inputs));
        String policy = addHidden(builder, "policy", inputs, settings.policyLayers());
        String value = addHidden(builder, "value", inputs, settings.valueLayers());
        ClippedSurrogateLoss surrogate =
                new ClippedSurrogateLoss(
                        settings.clip(), settings.entropyCoefficient(), statistics);
        INDArray valueWeight = Nd4j.createFromArray(settings.valueCoefficient()).castTo(type);
        builder.addLayer(
                "policy",
                new OutputLayer.Builder(surrogate)
                        .activation(Activation.IDENTITY)
                        .nIn(last(settings.policyLayers()))
                        .nOut(actions)
                        .build(),
                policy);
        builder.addLayer(
                "value",
                new OutputLayer.Builder(new LossMSE(valueWeight.reshape(1, 1)))
                        .activation(Activation.IDENTITY)
                        .nIn(last(settings.valueLayers()))
                        .nOut(1)
                        .build(),
                value);
        this.graph = new ComputationGraph(builder.setOutputs("policy", "value").build());
        graph.init();
        graph.setListeners(new GlobalNormClipping(settings.maxGradientNorm()));
        initialise("policy", policyDepth, POLICY_GAIN, random);
        initialise("value", settings.valueLayers().size(), VALUE_GAIN, random);
    }

    private static String addHidden(
            GraphBuilder builder, String net, int inputs, List<Integer> widths) {
        String below = "state";
        int before = inputs;
        for (int i = 0; i < widths.size(); i++) {
            String name = net + i;
            builder.addLayer(
                    name,
                    new org.deeplearning4j.nn.conf.layers.DenseLayer.Builder()
                            .nIn(before)
                            .nOut(widths.get(i))
                            .build(),
                    below);
            below = name;
            before = widths.get(i);
        }
        return below;
    }

    private void initialise(String net, int depth, double headGain, RandomState random) {
        for (int i = 0; i <= depth; i++) {
            INDArray weights = parameter(net, depth, i, "W");
            double gain = i == depth ? headGain : HIDDEN_GAIN;
            double[][] drawn =
                    OrthogonalWeights.draw(
                            (int) weights.size(0), (int) weights.size(1), gain, random);
            weights.assign(Nd4j.createFromArray(drawn).castTo(weights.dataType()));
            parameter(net, depth, i, "b").assign(0);
        }
    }

    private INDArray parameter(String net, int depth, int layer, String kind) {
        return graph.getParam((layer == depth ? net : net + layer) + "_" + kind);
    }

    /** Logits and values of states. */
    record Output(float[] logits, float[] values) {}

    /**
     * @param states [count × inputs], row-major
     * @param count states
     * @return logits [count × actions], values [count]
     */
    Output forward(float[] states, int count) {
        try (INDArray input = Nd4j.create(states, new long[] {count, inputs}, 'c')) {
            INDArray[] output = graph.output(input);
            return new Output(rowMajor(output[0]), rowMajor(output[1]));
        }
    }

    /** One gradient step. */
    void fit(Rollout.Minibatch minibatch) {
        fit(minibatch.states(), minibatch.labels(), minibatch.returns());
    }

    /**
     * One gradient step.
     *
     * @param states [count × inputs], row-major
     * @param surrogateLabels [count × {@link ClippedSurrogateLoss#LABELS}], row-major
     * @param returns [count]
     */
    void fit(float[] states, float[] surrogateLabels, float[] returns) {
        int count = returns.length;
        try (INDArray input = Nd4j.create(states, new long[] {count, inputs}, 'c');
                INDArray labels =
                        Nd4j.create(
                                surrogateLabels,
                                new long[] {count, ClippedSurrogateLoss.LABELS},
                                'c');
                INDArray targets = Nd4j.create(returns, new long[] {count, 1}, 'c')) {
            graph.fit(new INDArray[] {input}, new INDArray[] {labels, targets});
        }
    }

    void setRate(double rate) {
        graph.setLearningRate(rate);
    }

    ComputationGraph graph() {
        return graph;
    }

    /** The policy net, hidden layers first. */
    List<DenseLayer> policy() {
        List<DenseLayer> layers = new ArrayList<>();
        for (int i = 0; i <= policyDepth; i++) {
            INDArray weights = parameter("policy", policyDepth, i, "W");
            layers.add(
                    new DenseLayer(
                            (int) weights.size(0),
                            (int) weights.size(1),
                            rowMajor(weights),
                            rowMajor(parameter("policy", policyDepth, i, "b"))));
        }
        return layers;
    }

    float[] parameters() {
        return rowMajor(graph.params());
    }

    float[] optimiserState() {
        return rowMajor(graph.getUpdater().getStateViewArray());
    }

    /** Adam corrects its bias by this count. */
    int steps() {
        return graph.getConfiguration().getIterationCount();
    }

    void restore(float[] parameters, float[] optimiserState, int steps) {
        graph.setParams(row(parameters));
        graph.getUpdater().getStateViewArray().assign(row(optimiserState));
        graph.getConfiguration().setIterationCount(steps);
    }

    private static INDArray row(float[] values) {
        return Nd4j.create(values, new long[] {1, values.length}, 'c');
    }

    private static int last(List<Integer> widths) {
        return widths.get(widths.size() - 1);
    }

    private static float[] rowMajor(INDArray array) {
        return array.dup('c').data().asFloat();
    }
}
