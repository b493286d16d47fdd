package io.exitbench.decode;

import io.exitbench.model.LlamaConfig;
import io.exitbench.model.ModelConfig;
import io.exitbench.model.OptConfig;
import io.exitbench.model.RotaryEmbedding;
import io.exitbench.model.weights.WeightSource;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link KvPolicy#PROPAGATE} means, in double precision and plain Java, read from the
 * checkpoint's files: a token's keys and values are projected, in every layer, from the state that
 * it entered the layer with, or, in layers that it skipped, from the state that it left with.
 */
final class SlowPropagation {
    private final ModelConfig config;
    private final Map<String, double[]> weights = new HashMap<>();
    private final int hidden;
    private final int size;
    private List<List<double[]>> keys;
    private List<List<double[]>> values;

    SlowPropagation(Path folder, ModelConfig config) {
        this.config = config;
        hidden = config.hiddenSize();
        size = config.headSize();
        try (WeightSource source = WeightSource.open(folder)) {
            for (String name : source.names()) {
                float[] stored = new float[(int) source.info(name).elements()];
                source.readFloats(name, 0, FloatBuffer.wrap(stored));
                double[] wide = new double[stored.length];
                for (int i = 0; i < wide.length; i++) {
                    wide[i] = stored[i];
                }
                weights.put(name.replace("model.decoder.", "").replace("model.", ""), wide);
            }
        }
    }

    /**
     * @param text prompt and generated tokens, but for the last of these
     * @param prompt how many of them are the prompt; its last one is the first to leave early
     * @param exits where each token from there on leaves
     * @return {@code [token][layer]}: the logits after each layer that it ran through, from 1
     */
    List<List<double[]>> logits(int[] text, int prompt, int[] exits) {
        keys = new ArrayList<>();
        values = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            keys.add(new ArrayList<>());
            values.add(new ArrayList<>());
        }
        List<List<double[]>> logits = new ArrayList<>();
        for (int position = 0; position < text.length; position++) {
            boolean decided = position >= prompt - 1;
            int exit = decided ? exits[position - prompt + 1] : config.layers();
            double[] state = embed(text[position], position);
            List<double[]> own = new ArrayList<>();
            own.add(null);
            for (int layer = 0; layer < config.layers(); layer++) {
                double[] input = attentionInput(layer, state);
                keys.get(layer).add(rotated(linear(input, layer, "self_attn.k_proj"), position));
                values.get(layer).add(linear(input, layer, "self_attn.v_proj"));
                if (layer < exit) {
                    double[] queries = rotated(linear(input, layer, "self_attn.q_proj"), position);
                    state = rest(layer, state, attention(layer, queries));
                    own.add(head(state));
                }
            }
            if (decided) {
                logits.add(own);
            }
        }
        return logits;
    }

    private double[] embed(int token, int position) {
        double[] table = weights.get("embed_tokens.weight");
        if (!(config instanceof OptConfig opt)) {
            return row(table, token, hidden);
        }
        double[] embedded = row(table, token, opt.embeddingSize());
        if (opt.projects()) {
            embedded = product(embedded, weights.get("project_in.weight"));
        }
        // The first two rows belong to padding.
        return sum(embedded, row(weights.get("embed_positions.weight"), position + 2, hidden));
    }

    private double[] attentionInput(int layer, double[] x) {
        if (!(config instanceof OptConfig opt)) {
            return norm(x, "layers." + layer + ".input_layernorm");
        }
        return opt.preNorm() ? norm(x, "layers." + layer + ".self_attn_layer_norm") : x;
    }

    private double[] attention(int layer, double[] queries) {
        double[] mixed = new double[queries.length];
        int shared = config.heads() / config.keyValueHeads();
        for (int head = 0; head < config.heads(); head++) {
            int from = head * size;
            int own = head / shared * size;
            int seen = keys.get(layer).size();
            double[] weight = new double[seen];
            double sum = 0;
            for (int position = 0; position < seen; position++) {
                double score = 0;
                for (int i = 0; i < size; i++) {
                    score += queries[from + i] * keys.get(layer).get(position)[own + i];
                }
                weight[position] = Math.exp(score / Math.sqrt(size));
                sum += weight[position];
            }
            for (int position = 0; position < seen; position++) {
                for (int i = 0; i < size; i++) {
                    mixed[from + i] +=
                            weight[position] / sum * values.get(layer).get(position)[own + i];
                }
            }
        }
        return mixed;
    }

    /** Everything in a layer after attention. */
    private double[] rest(int layer, double[] x, double[] attention) {
        String name = "layers." + layer + ".";
        if (!(config instanceof OptConfig opt)) {
            double[] y = sum(linear(attention, layer, "self_attn.o_proj"), x);
            double[] n = norm(y, name + "post_attention_layernorm");
            double[] gate = linear(n, layer, "mlp.gate_proj");
            double[] up = linear(n, layer, "mlp.up_proj");
            for (int i = 0; i < up.length; i++) {
                up[i] *= gate[i] / (1 + Math.exp(-gate[i]));
            }
            return sum(linear(up, layer, "mlp.down_proj"), y);
        }
        double[] y = sum(linear(attention, layer, "self_attn.out_proj"), x);
        double[] before = opt.preNorm() ? y : norm(y, name + "self_attn_layer_norm");
        double[] n = opt.preNorm() ? norm(y, name + "final_layer_norm") : before;
        double[] wide = linear(n, layer, "fc1");
        for (int i = 0; i < wide.length; i++) {
            wide[i] = Math.max(0, wide[i]);
        }
        double[] z = sum(linear(wide, layer, "fc2"), before);
        return opt.preNorm() ? z : norm(z, name + "final_layer_norm");
    }

    private double[] head(double[] state) {
        double[] x = state;
        if (!(config instanceof OptConfig opt)) {
            x = norm(x, "norm");
        } else {
            x = opt.finalNorm() ? norm(x, "final_layer_norm") : x;
            x = opt.projects() ? product(x, weights.get("project_out.weight")) : x;
        }
        double[] untied = weights.get("lm_head.weight");
        return product(x, untied == null ? weights.get("embed_tokens.weight") : untied);
    }

    private double[] norm(double[] x, String name) {
        boolean centred = config instanceof OptConfig;
        double epsilon = config instanceof LlamaConfig llama ? llama.epsilon() : 1e-5;
        double mean = 0;
        for (double value : x) {
            mean += centred ? value / x.length : 0;
        }
        double variance = 0;
        for (double value : x) {
            variance += (value - mean) * (value - mean) / x.length;
        }
        double[] scale = weights.get(name + ".weight");
        double[] shift = weights.get(name + ".bias");
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = (x[i] - mean) / Math.sqrt(variance + epsilon) * scale[i];
            y[i] += shift == null ? 0 : shift[i];
        }
        return y;
    }

    /** Turns the halves of each head against each other, as Llama does. */
    private double[] rotated(double[] x, int position) {
        if (!(config instanceof LlamaConfig llama)) {
            return x;
        }
        int half = size / 2;
        double[] y = new double[x.length];
        for (int from = 0; from < x.length; from += size) {
            for (int i = 0; i < half; i++) {
                double angle = position * frequency(llama.rotary(), (double) i / half);
                double low = x[from + i];
                double high = x[from + half + i];
                y[from + i] = low * Math.cos(angle) - high * Math.sin(angle);
                y[from + half + i] = high * Math.cos(angle) + low * Math.sin(angle);
            }
        }
        return y;
    }

    private static double frequency(RotaryEmbedding rotary, double exponent) {
        double frequency = Math.pow(rotary.theta(), -exponent);
        if (!(rotary.scaling() instanceof RotaryEmbedding.Llama3 rule)) {
            return frequency;
        }
        double turns = rule.originalPositions() * frequency / (2 * Math.PI);
        double share =
                (turns - rule.lowFrequencyFactor())
                        / (rule.highFrequencyFactor() - rule.lowFrequencyFactor());
        double kept = Math.min(1, Math.max(0, share));
        return kept * frequency + (1 - kept) * frequency / rule.factor();
    }

    private double[] linear(double[] x, int layer, String part) {
        String name = "layers." + layer + "." + part;
        double[] y = product(x, weights.get(name + ".weight"));
        double[] bias = weights.get(name + ".bias");
        return bias == null ? y : sum(y, bias);
    }

    private static double[] product(double[] x, double[] matrix) {
        double[] y = new double[matrix.length / x.length];
        for (int out = 0; out < y.length; out++) {
            for (int in = 0; in < x.length; in++) {
                y[out] += matrix[out * x.length + in] * x[in];
            }
        }
        return y;
    }

    private static double[] row(double[] table, int row, int width) {
        double[] copy = new double[width];
        System.arraycopy(table, row * width, copy, 0, width);
        return copy;
    }

    private static double[] sum(double[] a, double[] b) {
        double[] sum = new double[a.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = a[i] + b[i];
        }
        return sum;
    }
}
