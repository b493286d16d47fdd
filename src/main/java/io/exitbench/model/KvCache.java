package io.exitbench.model;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;

/**
 * Keys and values of every layer, {@code [keyValueHeads, capacity, headSize]} each, allocated once.
 * Which entries are valid is the business of whoever drives the decoder.
 */
public final class KvCache implements AutoCloseable {
    private final NDManager manager;
    private final IValue keys;
    private final IValue values;
    private final int capacity;

    KvCache(NDManager parent, ModelConfig config, int capacity, DataType type) {
        this.capacity = capacity;
        manager = parent.newSubManager();
        Shape shape = new Shape(config.keyValueHeads(), capacity, config.headSize());
        keys = IValue.listFrom(tensors(config.layers(), shape, type));
        values = IValue.listFrom(tensors(config.layers(), shape, type));
    }

    private PtNDArray[] tensors(int layers, Shape shape, DataType type) {
        PtNDArray[] tensors = new PtNDArray[layers];
        for (int layer = 0; layer < layers; layer++) {
            tensors[layer] = (PtNDArray) manager.zeros(shape, type);
        }
        return tensors;
    }

    IValue keys() {
        return keys;
    }

    IValue values() {
        return values;
    }

    /**
     * @return positions that fit
     */
    public int capacity() {
        return capacity;
    }

    @Override
    public void close() {
        keys.close();
        values.close();
        manager.close();
    }
}
