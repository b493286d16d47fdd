package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;

/**
 * Tensors of a type that DJL's PyTorch library knows.
 *
 * @param type float32 or float16
 */
record DjlTensors(DataType type) implements TypedTensors {
    @Override
    public NDArray empty(Shape shape, NDManager owner) {
        return owner.create(shape, type);
    }

    @Override
    public NDArray zeros(Shape shape, NDManager owner) {
        return owner.zeros(shape, type);
    }

    @Override
    public NDArray normal(float deviation, Shape shape, NDManager owner) {
        return owner.randomNormal(0, deviation, shape, type);
    }

    @Override
    public NDArray copy(NDArray borrowed, NDManager owner) {
        return OwnedTensor.copy(borrowed, type, owner);
    }

    @Override
    public void put(NDArray target, long row, NDArray values) {
        NDArray typed = values.toType(type, false);
        target.set(new NDIndex(row + ":" + (row + values.getShape().get(0))), typed);
        if (typed != values) {
            typed.close();
        }
    }

    @Override
    public void putStored(NDArray target, long row, ByteBuffer stored, Shape shape) {
        try (NDArray values = target.getManager().create(stored, shape, type)) {
            put(target, row, values);
        }
    }

    @Override
    public void close() {
        // Nothing is kept.
    }
}
