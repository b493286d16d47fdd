package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keys and values of every layer, {@code [2 keyValueHeads, capacity, headSize]} each: the heads of
 * the keys and then those of the values. Allocated once. A row that would attend to an entry which
 * nobody has written is refused.
 */
final class KvCache implements AutoCloseable {
    private final NDManager manager;
    private final List<NDArray> layers;
    private final IValue tensors;
    private final int capacity;

    private final FilledLayers filled;

    KvCache(NDManager parent, ModelConfig config, int capacity, TypedTensors typed) {
        this.capacity = capacity;
        manager = parent.newSubManager();
        Shape shape = new Shape(2L * config.keyValueHeads(), capacity, config.headSize());
        layers =
                IntStream.range(0, config.layers())
                        .mapToObj(layer -> typed.zeros(shape, manager))
                        .toList();
        tensors = IValue.listFrom(layers.toArray(PtNDArray[]::new));
        filled = new FilledLayers(layers.size());
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
        filled.clear();
    }

    /** Forgets every entry at a position or later. */
    void forgetAfter(int position) {
        filled.forgetAfter(position);
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
        filled.fill(positions, first, last);
    }

    @Override
    public void close() {
        tensors.close();
        manager.close();
    }
}
