package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A float32 tensor on a CPU that PyTorch and Java both read and write where it is. Making a tensor
 * of a Java array, or an array of a tensor, takes longer than the small operators in between.
 */
final class SharedTensor implements AutoCloseable {
    private final NDArray array;
    private final IValue value;
    private final FloatBuffer values;

    /**
     * @param manager on a CPU
     * @param shape of the tensor, all zeros at first
     */
    SharedTensor(NDManager manager, Shape shape) {
        array = manager.zeros(shape, DataType.FLOAT32);
        value = IValue.from((PtNDArray) array);
        values = array.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    /**
     * @return the tensor, which stays this object's
     */
    IValue value() {
        return value;
    }

    /**
     * @return its numbers, row-major; invalid once this is closed
     */
    FloatBuffer values() {
        return values;
    }

    @Override
    public void close() {
        value.close();
        array.close();
    }
}
