package io.exitbench.model.qwen;

import io.exitbench.model.ArchitectureProvider;
import io.exitbench.model.ConfigFields;
import io.exitbench.model.ModelConfig;
import io.exitbench.model.SlidingWindow;
import io.exitbench.model.llama.LlamaConfig;
import io.exitbench.model.llama.LlamaConfig.Biases;
import io.exitbench.model.llama.LlamaProvider;
import io.exitbench.model.rotary.DecoderShape;
import io.exitbench.model.rotary.DecoderShape.Defaults;
import io.exitbench.model.rotary.RotaryEmbedding;
import java.util.Map;

/**
 * Qwen3 without experts (arXiv 2505.09388): Llama with norms of the heads of queries and keys, of a
 * size of their own.
 */
public final class Qwen3Provider implements ArchitectureProvider {
    private static final Defaults DEFAULTS = new Defaults(32, 128);

    @Override
    public String modelType() {
        return "qwen3";
    }

    @Override
    public ModelConfig read(ConfigFields config) {
        boolean biased = config.flag("attention_bias", false);
        return LlamaProvider.read(
                config, DEFAULTS, new Biases(biased, biased, false), true, QwenWindow.read(config));
    }

    @Override
    public Map<String, ModelConfig> shapes() {
        return Map.of(
                "qwen3-1.7b",
                new LlamaConfig(
                        new DecoderShape(28, 2048, 16, 8, 128, 6144, 151_936, 40_960),
                        1e-6,
                        new RotaryEmbedding(1e6, new RotaryEmbedding.None()),
                        true,
                        Biases.NONE,
                        true,
                        SlidingWindow.NONE));
    }
}
