package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;

/**
 * Makes and fills tensors of one floating-point type. They are where their owner is, and end with
 * it.
 */
sealed interface TypedTensors extends AutoCloseable permits DjlTensors, BfloatTensors {
    /**
     * @param manager on the device of all tensors to come; it stays the caller's
     * @param type float32, float16 or bfloat16
     * @return what makes them, which the caller closes before the manager
     */
    static TypedTensors of(NDManager manager, DataType type) {
        return type == DataType.BFLOAT16 ? new BfloatTensors(manager) : new DjlTensors(type);
    }

    /** Of the tensors made here. */
    DataType type();

    /** A tensor that is to be filled. */
    NDArray empty(Shape shape, NDManager owner);

    /** A tensor of zeros. */
    NDArray zeros(Shape shape, NDManager owner);

    /** Numbers drawn from a normal distribution around 0. */
    NDArray normal(float deviation, Shape shape, NDManager owner);

    /**
     * A tensor of the nearest numbers.
     *
     * @param borrowed floating-point numbers, which may lie in a Java buffer
     */
    NDArray copy(NDArray borrowed, NDManager owner);

    /**
     * Writes rows.
     *
     * @param target made here
     * @param row the first to be written
     * @param values rows of any floating-point type, of which the nearest numbers are written
     */
    void put(NDArray target, long row, NDArray values);

    /**
     * Writes rows of numbers that are of this type already, as files keep them.
     *
     * @param target made here
     * @param row the first to be written
     * @param stored little-endian, direct
     * @param shape of the rows
     */
    void putStored(NDArray target, long row, ByteBuffer stored, Shape shape);

    @Override
    void close();
}
