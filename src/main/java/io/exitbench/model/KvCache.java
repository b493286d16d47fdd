package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keys and values of every layer, {@code [2 keyValueHeads, capacity, headSize]} each: the heads of
 * the keys and then those of the values. Allocated once. It knows up to where each layer is filled:
 * a row that would attend to an entry which nobody has written is refused.
 */
final class KvCache implements AutoCloseable {
    private final NDManager manager;
    private final List<NDArray> layers;
    private final IValue tensors;
    private final int capacity;

    /** For each layer the position before which all entries are there. */
    private final int[] filled;

    KvCache(NDManager parent, ModelConfig config, int capacity, DataType type) {
        this.capacity = capacity;
        manager = parent.newSubManager();
        Shape shape = new Shape(2L * config.keyValueHeads(), capacity, config.headSize());
        layers =
                IntStream.range(0, config.layers())
                        .mapToObj(layer -> manager.zeros(shape, type))
                        .toList();
        tensors = IValue.listFrom(layers.toArray(PtNDArray[]::new));
        filled = new int[layers.size()];
    }

    IValue tensors() {
        return tensors;
    }

    /** One tensor for each layer. */
    List<NDArray> layers() {
        return layers;
    }

    /** Positions that fit. */
    int capacity() {
        return capacity;
    }

    /** Forgets every entry. */
    void clear() {
        Arrays.fill(filled, 0);
    }

    /** Forgets every entry at a position or later. */
    void forgetAfter(int position) {
        for (int layer = 0; layer < filled.length; layer++) {
            filled[layer] = Math.min(filled[layer], position);
        }
    }

    /**
     * Notes that rows are written in some layers.
     *
     * @param positions of the rows, ascending
     * @param first first layer
     * @param last layer after the last
     * @throws IllegalArgumentException if an entry before the last row would still be missing
     */
    void fill(long[] positions, int first, int last) {
        long end = positions[positions.length - 1] + 1;
        for (int layer = first; layer < last; layer++) {
            int before = filled[layer];
            if (end > before && after(positions, before) != end - before) {
                throw new IllegalArgumentException(
                        "Position "
                                + (end - 1)
                                + " was to run through layer "
                                + (layer + 1)
                                + ", whose keys and values are there only before position "
                                + before
                                + "; run or propagate the tokens between first.");
            }
        }
        for (int layer = first; layer < last; layer++) {
            filled[layer] = Math.max(filled[layer], (int) end);
        }
    }

    private static int after(long[] positions, int before) {
        int count = 0;
        for (long position : positions) {
            count += position >= before ? 1 : 0;
        }
        return count;
    }

    @Override
    public void close() {
        tensors.close();
        manager.close();
    }
}
