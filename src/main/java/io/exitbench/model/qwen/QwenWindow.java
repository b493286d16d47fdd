package io.exitbench.model.qwen;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import io.exitbench.ExitBenchException;
import io.exitbench.model.ConfigFields;
import io.exitbench.model.SlidingWindow;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which layers of a Qwen have a sliding window: those that {@code layer_types} names, or, in older
 * files, those from {@code max_window_layers} on; none unless {@code use_sliding_window} says so.
 */
final class QwenWindow {
    private static final int SLIDING_WINDOW = 4096;
    private static final int MAX_WINDOW_LAYERS = 28;
    private static final String TYPES = "layer_types";

    private QwenWindow() {}

    static SlidingWindow read(ConfigFields config) {
        int layers = config.positive("num_hidden_layers");
        int width =
                config.flag("use_sliding_window", false)
                        ? config.positive("sliding_window", SLIDING_WINDOW, 0)
                        : 0;
        Set<Integer> sliding =
                config.get(TYPES).isPresent()
                        ? named(config, layers)
                        : IntStream.range(Math.min(layers, first(config)), layers)
                                .boxed()
                                .collect(Collectors.toSet());
        if (width > 0) {
            return new SlidingWindow(width, sliding);
        }
        if (config.get(TYPES).isPresent() && !sliding.isEmpty()) {
            throw new ExitBenchException(
                    config
                            + " has sliding_attention in "
                            + TYPES
                            + " but no sliding_window with use_sliding_window; one of them is wrong.");
        }
        return SlidingWindow.NONE;
    }

    /** 0 means that all layers have it. */
    private static int first(ConfigFields config) {
        return config.number("max_window_layers", MAX_WINDOW_LAYERS) == 0
                ? 0
                : config.positive("max_window_layers", MAX_WINDOW_LAYERS);
    }

    private static Set<Integer> named(ConfigFields config, int layers) {
        JsonElement types = config.get(TYPES).orElseThrow();
        JsonArray list = types.isJsonArray() ? types.getAsJsonArray() : new JsonArray();
        if (list.size() != layers) {
            throw config.unsupported(TYPES, "a list of " + layers + " types, one for each layer,");
        }
        Set<Integer> sliding = new HashSet<>();
        for (int layer = 0; layer < layers; layer++) {
            JsonElement type = list.get(layer);
            switch (type.isJsonPrimitive() ? type.getAsString() : type.toString()) {
                case "full_attention" -> {}
                case "sliding_attention" -> sliding.add(layer);
                default ->
                        throw config.unsupported(
                                TYPES, "a list of full_attention and sliding_attention");
            }
        }
        return sliding;
    }
}
