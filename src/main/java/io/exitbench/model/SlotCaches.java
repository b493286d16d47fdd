package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keys and values of several completions, a slot each: every layer's are {@code [slots, capacity, 2
 * keyValueHeads, headSize]}, and a slot lies in memory as a {@link KvCache} does. Allocated once. A
 * row that would attend to an entry which nobody has written is refused.
 */
final class SlotCaches implements AutoCloseable {
    private final NDManager handles;
    private final IValue tensors;
    private final int capacity;
    private final FilledLayers[] filled;

    /**
     * @param slots completions
     * @param capacity positions of each
     */
    SlotCaches(DecoderModel model, TorchProgram program, int slots, int capacity) {
        this.capacity = capacity;
        int layers = model.config().layers();
        filled =
                IntStream.range(0, slots)
                        .mapToObj(i -> new FilledLayers(layers))
                        .toArray(FilledLayers[]::new);
        try (IValue count = IValue.from((long) slots);
                IValue length = IValue.from((long) capacity);
                IValue depth = IValue.from((long) layers)) {
            tensors = program.call("slot_caches", model.weights(), count, length, depth);
        }
        handles = model.manager().newSubManager();
    }

    IValue tensors() {
        return tensors;
    }

    /** One tensor for each layer. */
    List<NDArray> layers() {
        return List.of(tensors.toTensorArray((PtNDManager) handles));
    }

    /** Completions that fit. */
    int slots() {
        return filled.length;
    }

    /** Positions of each. */
    int capacity() {
        return capacity;
    }

    /** Forgets every entry of a slot. */
    void clear(int slot) {
        filled[slot].clear();
    }

    /**
     * Notes that rows run through layers.
     *
     * @throws IllegalArgumentException if a token before a row has not and is not among the rows
     */
    void fill(RowStates state, int layer) {
        int[] starts = state.spanStarts();
        for (int i = 0; i < starts.length - 1; i++) {
            filled[state.slots()[starts[i]]].fill(
                    Arrays.copyOfRange(state.positions(), starts[i], starts[i + 1]),
                    state.layer(),
                    layer);
        }
    }

    @Override
    public void close() {
        tensors.close();
        handles.close();
    }
}
