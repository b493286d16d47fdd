package io.exitbench.model.opt;

import io.exitbench.model.Activation;
import io.exitbench.model.ArchitectureProvider;
import io.exitbench.model.ConfigFields;
import io.exitbench.model.ModelConfig;
import java.util.Map;

/**
 * Every OPT, and Galactica with its GELU and, where its files say so, no biases and plain norms.
 */
public final class OptProvider implements ArchitectureProvider {
    private static final int VOCABULARY = 50_272;
    private static final int POSITIONS = 2048;

    @Override
    public String modelType() {
        return "opt";
    }

    @Override
    public ModelConfig read(ConfigFields config) {
        boolean preNorm = config.flag("do_layer_norm_before", true);
        int hidden = config.positive("hidden_size");
        OptConfig opt =
                new OptConfig(
                        config.positive("num_hidden_layers"),
                        hidden,
                        config.positive("num_attention_heads"),
                        config.positive("ffn_dim"),
                        config.positive("word_embed_proj_dim", hidden),
                        config.positive("vocab_size"),
                        config.positive("max_position_embeddings"),
                        preNorm,
                        preNorm && !config.flag("_remove_final_layer_norm", false),
                        config.flag("tie_word_embeddings", true),
                        Activation.read(config, "activation_function", "relu"),
                        config.flag("enable_bias", true),
                        config.flag("layer_norm_elementwise_affine", true));
        config.requireDivides("num_attention_heads", opt.heads(), "hidden_size", hidden);
        return opt;
    }

    @Override
    public Map<String, ModelConfig> shapes() {
        return Map.of(
                "opt-125m", shape(12, 768, 12),
                "opt-1.3b", shape(24, 2048, 32),
                "opt-2.7b", shape(32, 2560, 32),
                "opt-6.7b", shape(32, 4096, 32));
    }

    private static OptConfig shape(int layers, int hidden, int heads) {
        return new OptConfig(
                layers, hidden, heads, 4 * hidden, hidden, VOCABULARY, POSITIONS, true, true);
    }
}
