package io.exitbench.agent.stopping;

import io.exitbench.agent.ppo.OrthogonalWeights;
import io.exitbench.agent.ppo.RandomState;
import io.exitbench.model.DenseLayer;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** The net of a stopping rule: tanh layers and one number, the advantage of leaving. */
final class AdvantageNet {
    private static final double HIDDEN_GAIN = 1;
    private static final double LAST_GAIN = 0.01;

    /**
     * The advantage is a part of a token; so much of it is one unit of a logit, so that the
     * probabilities that results show are not all a half. What is decided does not depend on it.
     */
    private static final float LOGITS = 20;

    private final MultiLayerNetwork net;
    private final int inputs;
    private final int depth;

    AdvantageNet(StoppingSettings settings, int inputs, RandomState random) {
        this.inputs = inputs;
        depth = settings.layers().size();
        NeuralNetConfiguration.ListBuilder builder =
                new NeuralNetConfiguration.Builder()
                        .activation(Activation.TANH)
                        .updater(new Adam(settings.rate()))
                        .list();
        int below = inputs;
        for (int units : settings.layers()) {
            builder.layer(
                    new org.deeplearning4j.nn.conf.layers.DenseLayer.Builder()
                            .nIn(below)
                            .nOut(units)
                            .build());
            below = units;
        }
        builder.layer(
                new OutputLayer.Builder(new LossMSE())
                        .activation(Activation.IDENTITY)
                        .nIn(below)
                        .nOut(1)
                        .build());
        net = new MultiLayerNetwork(builder.build());
        net.init();
        for (int i = 0; i <= depth; i++) {
            INDArray weights = net.getParam(i + "_W");
            double[][] drawn =
                    OrthogonalWeights.draw(
                            (int) weights.size(0),
                            (int) weights.size(1),
                            i == depth ? LAST_GAIN : HIDDEN_GAIN,
                            random);
            weights.assign(Nd4j.createFromArray(drawn).castTo(weights.dataType()));
            net.getParam(i + "_b").assign(0);
        }
    }

    /**
     * @param rows [count × inputs], row-major
     * @return [count]
     */
    float[] advantages(float[] rows, int count) {
        try (INDArray input = Nd4j.create(rows, new long[] {count, inputs}, 'c')) {
            return net.output(input).dup('c').data().asFloat();
        }
    }

    /** One gradient step on the mean squared error. */
    void fit(float[] rows, float[] targets) {
        int count = targets.length;
        try (INDArray input = Nd4j.create(rows, new long[] {count, inputs}, 'c');
                INDArray wanted = Nd4j.create(targets, new long[] {count, 1}, 'c')) {
            net.fit(input, wanted);
        }
    }

    void rate(double rate) {
        net.setLearningRate(rate);
    }

    /** Hidden layers, then one with logits of going on (always 0) and of leaving. */
    List<DenseLayer> layers() {
        List<DenseLayer> layers = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            layers.add(
                    new DenseLayer(
                            (int) net.getParam(i + "_W").size(0),
                            (int) net.getParam(i + "_W").size(1),
                            rowMajor(net.getParam(i + "_W")),
                            rowMajor(net.getParam(i + "_b"))));
        }
        float[] last = rowMajor(net.getParam(depth + "_W"));
        float[] logits = new float[2 * last.length];
        for (int i = 0; i < last.length; i++) {
            logits[2 * i + 1] = LOGITS * last[i];
        }
        float bias = LOGITS * rowMajor(net.getParam(depth + "_b"))[0];
        layers.add(new DenseLayer(last.length, 2, logits, new float[] {0, bias}));
        return layers;
    }

    private static float[] rowMajor(INDArray array) {
        return array.dup('c').data().asFloat();
    }
}
