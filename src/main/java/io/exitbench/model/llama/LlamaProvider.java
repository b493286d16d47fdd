package io.exitbench.model.llama;

import io.exitbench.model.ArchitectureProvider;
import io.exitbench.model.ConfigFields;
import io.exitbench.model.ModelConfig;
import io.exitbench.model.SlidingWindow;
import io.exitbench.model.rotary.DecoderShape;
import io.exitbench.model.rotary.DecoderShape.Defaults;
import io.exitbench.model.rotary.RotaryEmbedding;
import io.exitbench.model.rotary.RotaryReader;
import java.util.Map;

/** Llama 2 and 3, and what has their form: DeepSeek-Coder, Code Llama, SmolLM. */
public final class LlamaProvider implements ArchitectureProvider {
    private static final double EPSILON = 1e-6;

    @Override
    public String modelType() {
        return "llama";
    }

    @Override
    public ModelConfig read(ConfigFields config) {
        boolean attention = config.flag("attention_bias", false);
        return read(
                config,
                Defaults.DERIVED,
                new LlamaConfig.Biases(attention, attention, config.flag("mlp_bias", false)),
                false,
                SlidingWindow.NONE);
    }

    /**
     * Reads what all descendants spell as Llama does.
     *
     * @param config of the model
     * @param defaults for sizes that are not given
     * @param biases of the descendant
     * @param headNorms whether it has norms of heads
     * @param slidingWindow of the descendant
     * @return the configuration, checked
     */
    public static LlamaConfig read(
            ConfigFields config,
            Defaults defaults,
            LlamaConfig.Biases biases,
            boolean headNorms,
            SlidingWindow slidingWindow) {
        config.require("hidden_act", "silu");
        return new LlamaConfig(
                DecoderShape.read(config, defaults),
                config.number("rms_norm_eps", EPSILON),
                RotaryReader.read(config),
                config.flag("tie_word_embeddings", false),
                biases,
                headNorms,
                slidingWindow);
    }

    @Override
    public Map<String, ModelConfig> shapes() {
        return Map.of(
                "llama-3.2-1b", llama32(16, 2048, 32, 64),
                "llama-3.2-3b", llama32(28, 3072, 24, 128));
    }

    private static LlamaConfig llama32(int layers, int hidden, int heads, int headSize) {
        return new LlamaConfig(
                new DecoderShape(layers, hidden, heads, 8, headSize, 8192, 128_256, 131_072),
                1e-5,
                new RotaryEmbedding(500_000, new RotaryEmbedding.Llama3(32, 1, 4, 8192)),
                true);
    }
}
