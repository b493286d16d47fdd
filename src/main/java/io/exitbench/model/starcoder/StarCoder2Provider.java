package io.exitbench.model.starcoder;

import io.exitbench.model.Activation;
import io.exitbench.model.ArchitectureProvider;
import io.exitbench.model.ConfigFields;
import io.exitbench.model.ModelConfig;
import io.exitbench.model.SlidingWindow;
import io.exitbench.model.rotary.DecoderShape;
import io.exitbench.model.rotary.DecoderShape.Defaults;
import io.exitbench.model.rotary.RotaryEmbedding;
import io.exitbench.model.rotary.RotaryReader;
import java.util.Map;

/** StarCoder2: where there is a window, every layer has it. */
public final class StarCoder2Provider implements ArchitectureProvider {
    private static final double EPSILON = 1e-5;
    private static final Defaults DEFAULTS = new Defaults(2, 0);

    @Override
    public String modelType() {
        return "starcoder2";
    }

    @Override
    public ModelConfig read(ConfigFields config) {
        DecoderShape shape = DecoderShape.read(config, DEFAULTS);
        return new StarCoder2Config(
                shape,
                config.number("norm_epsilon", EPSILON),
                RotaryReader.read(config),
                config.flag("tie_word_embeddings", true),
                config.flag("use_bias", true),
                Activation.read(config, "hidden_act", "gelu_pytorch_tanh"),
                SlidingWindow.inAll(shape.layers(), config.positive("sliding_window", 0)));
    }

    @Override
    public Map<String, ModelConfig> shapes() {
        return Map.of(
                "starcoder2-3b",
                new StarCoder2Config(
                        new DecoderShape(30, 3072, 24, 2, 128, 12_288, 49_152, 16_384),
                        EPSILON,
                        new RotaryEmbedding(999_999.4420358813, new RotaryEmbedding.None()),
                        true,
                        true,
                        Activation.GELU_TANH,
                        SlidingWindow.inAll(30, 4096)));
    }
}
