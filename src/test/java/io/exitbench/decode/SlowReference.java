package io.exitbench.decode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.exitbench.model.DecoderModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Early-exit decoding without any cache: every token runs the whole text again through all layers,
 * and its logits are read off where it was told to leave. What every exact policy must equal.
 */
final class SlowReference {
    private final DecoderModel model;

    SlowReference(DecoderModel model) {
        this.model = model;
    }

    int[] complete(int[] prompt, int[] exitLayers) {
        List<Integer> text = new ArrayList<>();
        Arrays.stream(prompt).forEach(text::add);
        int[] generated = new int[exitLayers.length];
        for (int i = 0; i < generated.length; i++) {
            generated[i] = next(text, exitLayers[i]);
            text.add(generated[i]);
        }
        return generated;
    }

    private int next(List<Integer> text, int exitLayer) {
        try (NDManager manager = model.manager().newSubManager()) {
            long[] ids = text.stream().mapToLong(Integer::longValue).toArray();
            NDArray tokens = manager.create(ids).expandDims(0);
            NDArray states =
                    model.forwardBatch(tokens, model.config().layers(), manager).get(exitLayer);
            NDArray logits = model.head().logits(states, exitLayer, manager);
            return (int) logits.get(0).get(ids.length - 1).argMax().getLong();
        }
    }
}
