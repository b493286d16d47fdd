package io.exitbench.decode;

import io.exitbench.model.Activation;
import io.exitbench.model.ModelConfig;
import io.exitbench.model.llama.LlamaConfig;
import io.exitbench.model.opt.OptConfig;
import io.exitbench.model.rotary.RotaryConfig;
import io.exitbench.model.rotary.RotaryEmbedding;
import io.exitbench.model.starcoder.StarCoder2Config;
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
                keys.get(layer).add(positioned(input, layer, "k", position));
                values.get(layer).add(linear(input, layer, "self_attn.v_proj"));
                if (layer < exit) {
                    double[] queries = positioned(input, layer, "q", position);
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

    /** Queries or keys as attention compares them. */
    private double[] positioned(double[] input, int layer, String kind, int position) {
        double[] x = linear(input, layer, "self_attn." + kind + "_proj");
        double[] gain = weights.get("layers." + layer + ".self_attn." + kind + "_norm.weight");
        if (gain != null) {
            for (int from = 0; from < x.length; from += size) {
                double[] head = row(x, from / size, size);
                System.arraycopy(normalised(head, false, gain, null), 0, x, from, size);
            }
        }
        return rotated(x, position);
    }

    private double[] attention(int layer, double[] queries) {
        double[] mixed = new double[queries.length];
        int shared = config.heads() / config.keyValueHeads();
        for (int head = 0; head < config.heads(); head++) {
            int from = head * size;
            int own = head / shared * size;
            int seen = keys.get(layer).size();
            boolean slides = config.slidingWindow().covers(layer);
            int first = slides ? Math.max(0, seen - config.slidingWindow().width()) : 0;
            double[] weight = new double[seen];
            double sum = 0;
            for (int position = first; position < seen; position++) {
                double score = 0;
                for (int i = 0; i < size; i++) {
                    score += queries[from + i] * keys.get(layer).get(position)[own + i];
                }
                weight[position] = Math.exp(score / Math.sqrt(size));
                sum += weight[position];
            }
            for (int position = first; position < seen; position++) {
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
        if (config instanceof StarCoder2Config star) {
            double[] y = sum(linear(attention, layer, "self_attn.o_proj"), x);
            double[] wide = linear(norm(y, name + "post_attention_layernorm"), layer, "mlp.c_fc");
            return sum(linear(activated(wide, star.activation()), layer, "mlp.c_proj"), y);
        }
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
        double[] wide = activated(linear(n, layer, "fc1"), opt.activation());
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

    private static double[] activated(double[] x, Activation activation) {
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] =
                    switch (activation) {
                        case RELU -> Math.max(0, x[i]);
                        case GELU -> x[i] * (1 + erf(x[i] / Math.sqrt(2))) / 2;
                        case GELU_TANH -> {
                            double cubic = x[i] + 0.044715 * x[i] * x[i] * x[i];
                            yield x[i] * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * cubic)) / 2;
                        }
                    };
        }
        return y;
    }

    /** Abramowitz and Stegun, 7.1.6: all terms have one sign. */
    private static double erf(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-18; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }

    private double[] norm(double[] x, String name) {
        return normalised(
                x,
                !(config instanceof LlamaConfig),
                weights.get(name + ".weight"),
                weights.get(name + ".bias"));
    }

    private double epsilon() {
        if (config instanceof LlamaConfig llama) {
            return llama.epsilon();
        }
        return config instanceof StarCoder2Config star ? star.epsilon() : 1e-5;
    }

    private double[] normalised(double[] x, boolean centred, double[] gain, double[] shift) {
        double mean = 0;
        for (double value : x) {
            mean += centred ? value / x.length : 0;
        }
        double variance = 0;
        for (double value : x) {
            variance += (value - mean) * (value - mean) / x.length;
        }
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = (x[i] - mean) / Math.sqrt(variance + epsilon());
            y[i] *= gain == null ? 1 : gain[i];
            y[i] += shift == null ? 0 : shift[i];
        }
        return y;
    }

    /** Turns the halves of each head against each other, as Llama does. */
    private double[] rotated(double[] x, int position) {
        if (!(config instanceof RotaryConfig model)) {
            return x;
        }
        int half = size / 2;
        double[] y = new double[x.length];
        for (int from = 0; from < x.length; from += size) {
            for (int i = 0; i < half; i++) {
                double angle = position * frequency(model.rotary(), (double) i / half);
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
        if (rotary.scaling() instanceof RotaryEmbedding.Linear rule) {
            return frequency / rule.factor();
        }
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
