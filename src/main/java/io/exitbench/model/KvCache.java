package io.exitbench.model;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;

/**
 * Keys and values of every layer, {@code [2 keyValueHeads, capacity, headSize]} each: the heads of
 * the keys and then those of the values. Allocated once; which entries are valid is the business of
 * whoever drives the decoder.
 */
public final class KvCache implements AutoCloseable {
    private final NDManager manager;
    private final IValue tensors;
    private final int capacity;

    KvCache(NDManager parent, ModelConfig config, int capacity, DataType type) {
        this.capacity = capacity;
        manager = parent.newSubManager();
        Shape shape = new Shape(2L * config.keyValueHeads(), capacity, config.headSize());
        PtNDArray[] layers = new PtNDArray[config.layers()];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = (PtNDArray) manager.zeros(shape, type);
        }
        tensors = IValue.listFrom(layers);
    }

    IValue tensors() {
        return tensors;
    }

    /**
     * @return positions that fit
     */
    public int capacity() {
        return capacity;
    }

    @Override
    public void close() {
        tensors.close();
        manager.close();
    }
}
