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
 * Qwen2 and Qwen2.5(-Coder) (arXiv 2407.10671, 2409.12186): Llama with biases on queries, keys and
 * values.
 */
public final class Qwen2Provider implements ArchitectureProvider {
    private static final Defaults DEFAULTS = new Defaults(32, 0);
    private static final Biases BIASES = new Biases(true, false, false);

    @Override
    public String modelType() {
        return "qwen2";
    }

    @Override
    public ModelConfig read(ConfigFields config) {
        return LlamaProvider.read(config, DEFAULTS, BIASES, false, QwenWindow.read(config));
    }

    @Override
    public Map<String, ModelConfig> shapes() {
        return Map.of(
                "qwen2.5-coder-1.5b",
                new LlamaConfig(
                        new DecoderShape(28, 1536, 12, 2, 128, 8960, 151_936, 32_768),
                        1e-6,
                        new RotaryEmbedding(1e6, new RotaryEmbedding.None()),
                        true,
                        BIASES,
                        false,
                        SlidingWindow.NONE));
    }
}
