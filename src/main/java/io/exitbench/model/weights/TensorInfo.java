package io.exitbench.model.weights;

/**
 * Where a tensor stands and what it is.
 *
 * @param name as stored
 * @param type of its numbers
 * @param shape row-major; empty for a scalar
 * @param offset of its first byte in the file
 * @param byteCount length in the file
 */
public record TensorInfo(
        String name, StorageType type, long[] shape, long offset, long byteCount) {}
