package io.exitbench.decode;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.exitbench.model.DecoderModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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

    /**
     * The same for a completion that is there already: what each of its tokens should be after
     * those before it. All are right only if the completion is what {@link #complete} gives, and
     * since no position sees a later one, all follow from one pass over the whole text.
     */
    int[] continuations(int[] prompt, int[] completion, int[] exitLayers) {
        long[] text =
                IntStream.concat(
                                Arrays.stream(prompt),
                                Arrays.stream(completion).limit(completion.length - 1L))
                        .asLongStream()
                        .toArray();
        int[] next = new int[exitLayers.length];
        try (NDManager manager = model.manager().newSubManager()) {
            NDArray tokens = manager.create(text).expandDims(0);
            List<NDArray> states = model.forwardBatch(tokens, model.config().layers(), manager);
            Map<Integer, long[]> best = new HashMap<>();
            for (int i = 0; i < next.length; i++) {
                long[] atLayer =
                        best.computeIfAbsent(
                                exitLayers[i],
                                layer ->
                                        model.head()
                                                .logits(states.get(layer), layer, manager)
                                                .get(0)
                                                .argMax(1)
                                                .toLongArray());
                next[i] = (int) atLayer[prompt.length - 1 + i];
            }
        }
        return next;
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
