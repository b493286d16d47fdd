package io.exitbench.agent.stopping;

import io.exitbench.agent.ppo.OrthogonalWeights;
import io.exitbench.agent.ppo.RandomState;
import io.exitbench.model.DenseLayer;
import io.exitbench.model.ExitNet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/**
 * The net of a stopping rule: for each exit a tanh layer of its own, since states of different
 * depths mean different things, then layers that all exits share and one number, above 0 where
 * leaving is better.
 */
final class AdvantageNet {
    private static final double HIDDEN_GAIN = 1;
    private static final double LAST_GAIN = 0.01;

    /** How steep the logistic function over the number is. */
    static final float LOGITS = 20;

    private final ComputationGraph graph;
    private final int exits;
    private final int inputs;
    private final int shared;

    /**
     * @param exits where it decides
     * @param inputs numbers that it sees at each
     * @param steps how often it will be fitted
     */
    AdvantageNet(StoppingSettings settings, int exits, int inputs, int steps, RandomState random) {
        this.exits = exits;
        this.inputs = inputs;
        List<Integer> units = settings.layers();
        shared = units.size() - 1;
        GraphBuilder builder =
                new NeuralNetConfiguration.Builder()
                        .activation(Activation.TANH)
                        .updater(new Adam(new CosineRate(settings.rate(), steps)))
                        .graphBuilder();
        String[] seen = names("seen");
        String[] own = names("own");
        builder.addInputs(seen);
        for (int exit = 0; exit < exits; exit++) {
            builder.addLayer(own[exit], dense(inputs, units.get(0)), seen[exit]);
        }
        builder.addVertex("all", new StackVertex(), own);
        String below = "all";
        for (int i = 0; i < shared; i++) {
            builder.addLayer("shared" + i, dense(units.get(i), units.get(i + 1)), below);
            below = "shared" + i;
        }
        builder.addLayer(
                "advantage",
                new OutputLayer.Builder(new LossMSE())
                        .activation(Activation.IDENTITY)
                        .nIn(units.get(shared))
                        .nOut(1)
                        .build(),
                below);
        graph = new ComputationGraph(builder.setOutputs("advantage").build());
        graph.init();
        for (String name : own) {
            draw(name, HIDDEN_GAIN, random);
        }
        for (int i = 0; i < shared; i++) {
            draw("shared" + i, HIDDEN_GAIN, random);
        }
        draw("advantage", LAST_GAIN, random);
    }

    private String[] names(String kind) {
        return IntStream.range(0, exits).mapToObj(exit -> kind + exit).toArray(String[]::new);
    }

    private static org.deeplearning4j.nn.conf.layers.DenseLayer dense(int in, int out) {
        return new org.deeplearning4j.nn.conf.layers.DenseLayer.Builder().nIn(in).nOut(out).build();
    }

    private void draw(String name, double gain, RandomState random) {
        INDArray weights = graph.getParam(name + "_W");
        double[][] drawn =
                OrthogonalWeights.draw((int) weights.size(0), (int) weights.size(1), gain, random);
        weights.assign(Nd4j.createFromArray(drawn).castTo(weights.dataType()));
        graph.getParam(name + "_b").assign(0);
    }

    /**
     * Brings rows to where the net reads them.
     *
     * @param rows for each exit [count × inputs], row-major
     * @return the rows, which the caller closes
     */
    SeenRows see(float[][] rows, int count) {
        return SeenRows.of(rows, count, inputs);
    }

    /**
     * @return [exits × count]
     */
    float[] advantages(SeenRows rows) {
        return graph.output(rows.arrays())[0].dup('c').data().asFloat();
    }

    /** One gradient step on half the squared error; targets as {@link #advantages} gives them. */
    void fit(SeenRows rows, float[] targets) {
        try (INDArray wanted = Nd4j.create(targets, new long[] {targets.length, 1}, 'c')) {
            graph.fit(rows.arrays(), new INDArray[] {wanted});
        }
    }

    /** Over what it sees, with logits of going on (always 0) and of leaving. */
    ExitNet net() {
        List<DenseLayer> first = new ArrayList<>();
        for (String name : names("own")) {
            first.add(layer(name));
        }
        List<DenseLayer> rest = new ArrayList<>();
        for (int i = 0; i < shared; i++) {
            rest.add(layer("shared" + i));
        }
        DenseLayer last = layer("advantage");
        float[] logits = new float[2 * last.inputs()];
        for (int i = 0; i < last.inputs(); i++) {
            logits[2 * i + 1] = LOGITS * last.weights()[i];
        }
        rest.add(
                new DenseLayer(
                        last.inputs(), 2, logits, new float[] {0, LOGITS * last.biases()[0]}));
        return new ExitNet(false, 0, 0, first, rest);
    }

    private DenseLayer layer(String name) {
        INDArray weights = graph.getParam(name + "_W");
        return new DenseLayer(
                (int) weights.size(0),
                (int) weights.size(1),
                weights.dup('c').data().asFloat(),
                graph.getParam(name + "_b").dup('c').data().asFloat());
    }
}
