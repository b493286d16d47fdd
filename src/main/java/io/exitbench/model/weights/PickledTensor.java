package io.exitbench.model.weights;

import java.util.List;

/**
 * A tensor as a pickle describes it: a strided view of a storage whose bytes lie elsewhere.
 *
 * @param storage where the elements are
 * @param offset first element inside the storage
 * @param shape dimensions, each at least 0
 * @param strides distance in elements between neighbours of each dimension
 */
record PickledTensor(Storage storage, long offset, List<Long> shape, List<Long> strides) {

    /**
     * A run of elements in the archive.
     *
     * @param type their type
     * @param key name of the archive entry under {@code data/}
     * @param elements how many there are
     */
    record Storage(StorageType type, String key, long elements) {}

    /** Whether the elements lie in row-major order without gaps. */
    boolean isContiguous() {
        if (shape.contains(0L)) {
            return true;
        }
        long expected = 1;
        for (int i = shape.size() - 1; i >= 0; i--) {
            // The stride of a dimension of size 1 is never used.
            if (shape.get(i) != 1 && strides.get(i) != expected) {
                return false;
            }
            expected *= shape.get(i);
        }
        return true;
    }
}
