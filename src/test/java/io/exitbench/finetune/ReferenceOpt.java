package io.exitbench.finetune;

import io.exitbench.model.weights.WeightSource;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * OPT in double precision without any library: learnt positions from row 2 on, pre-norm layers,
 * final norm, tied LM head. One sequence at a time.
 */
final class ReferenceOpt {
    private static final String PREFIX = "model.decoder.";
    private static final int POSITION_OFFSET = 2;

    private final Map<String, ReferenceTensor> tensors = new LinkedHashMap<>();
    private final List<ReferenceLayer> layers = new ArrayList<>();
    private final ReferenceTensor embedding;
    private final ReferenceTensor positions;
    private final ReferenceLayerNorm finalNorm;

    ReferenceOpt(Path folder, int layerCount, int heads) {
        try (WeightSource source = WeightSource.open(folder)) {
            for (String name : source.names()) {
                float[] values = new float[(int) source.info(name).elements()];
                source.readFloats(name, 0, FloatBuffer.wrap(values));
                List<Long> shape = source.info(name).shape();
                int rows = shape.size() == 1 ? 1 : shape.get(0).intValue();
                String plain = name.substring(PREFIX.length());
                tensors.put(plain, ReferenceTensor.of(plain, rows, values));
            }
        }
        embedding = tensor("embed_tokens.weight");
        positions = tensor("embed_positions.weight");
        finalNorm = norm("final_layer_norm");
        for (int layer = 0; layer < layerCount; layer++) {
            String name = "layers." + layer + ".";
            layers.add(
                    new ReferenceLayer(
                            norm(name + "self_attn_layer_norm"),
                            linear(name + "self_attn.q_proj"),
                            linear(name + "self_attn.k_proj"),
                            linear(name + "self_attn.v_proj"),
                            linear(name + "self_attn.out_proj"),
                            norm(name + "final_layer_norm"),
                            linear(name + "fc1"),
                            linear(name + "fc2"),
                            heads));
        }
    }

    ReferenceTensor tensor(String name) {
        return tensors.get(name);
    }

    List<ReferenceTensor> tensors() {
        return List.copyOf(tensors.values());
    }

    private ReferenceLayerNorm norm(String name) {
        return new ReferenceLayerNorm(tensor(name + ".weight"), tensor(name + ".bias"));
    }

    private ReferenceLinear linear(String name) {
        return new ReferenceLinear(tensor(name + ".weight"), tensor(name + ".bias"));
    }

    int depth() {
        return layers.size();
    }

    /** The embedding output and the states after each layer. */
    List<double[][]> states(int[] tokens) {
        int hidden = embedding.columns();
        double[][] x = new double[tokens.length][hidden];
        for (int row = 0; row < tokens.length; row++) {
            for (int i = 0; i < hidden; i++) {
                x[row][i] =
                        embedding.values()[tokens[row] * hidden + i]
                                + positions.values()[(row + POSITION_OFFSET) * hidden + i];
            }
        }
        List<double[][]> states = new ArrayList<>();
        states.add(x);
        for (ReferenceLayer layer : layers) {
            states.add(layer.forward(states.get(states.size() - 1)));
        }
        return states;
    }

    double[][] logits(double[][] state) {
        return head().forward(finalNorm.forward(state));
    }

    double[][] logitsBackward(double[][] state, double[][] gradient) {
        return finalNorm.backward(state, head().backward(finalNorm.forward(state), gradient));
    }

    private ReferenceLinear head() {
        return new ReferenceLinear(embedding, null);
    }

    /**
     * @param gradients of the loss by each state where that is an exit's, null elsewhere
     */
    void statesBackward(int[] tokens, List<double[][]> states, double[][][] gradients) {
        double[][] d = new double[tokens.length][embedding.columns()];
        for (int layer = layers.size(); layer >= 0; layer--) {
            if (gradients[layer] != null) {
                d = ReferenceLayer.sum(d, gradients[layer]);
            }
            if (layer > 0) {
                d = layers.get(layer - 1).backward(states.get(layer - 1), d);
            }
        }
        int hidden = embedding.columns();
        for (int row = 0; row < tokens.length; row++) {
            for (int i = 0; i < hidden; i++) {
                embedding.gradient()[tokens[row] * hidden + i] += d[row][i];
                positions.gradient()[(row + POSITION_OFFSET) * hidden + i] += d[row][i];
            }
        }
    }
}
