package io.exitbench.model.mistral;

import io.exitbench.model.ArchitectureProvider;
import io.exitbench.model.ConfigFields;
import io.exitbench.model.ModelConfig;
import io.exitbench.model.SlidingWindow;
import io.exitbench.model.llama.LlamaConfig.Biases;
import io.exitbench.model.llama.LlamaProvider;
import io.exitbench.model.rotary.DecoderShape.Defaults;

/** Mistral 7B and Codestral: every layer has the window, unless there is none. */
public final class MistralProvider implements ArchitectureProvider {
    private static final int SLIDING_WINDOW = 4096;
    private static final Defaults DEFAULTS = new Defaults(8, 0);

    @Override
    public String modelType() {
        return "mistral";
    }

    @Override
    public ModelConfig read(ConfigFields config) {
        SlidingWindow window =
                SlidingWindow.inAll(
                        config.positive("num_hidden_layers"),
                        config.positive("sliding_window", SLIDING_WINDOW, 0));
        return LlamaProvider.read(config, DEFAULTS, Biases.NONE, false, window);
    }
}
