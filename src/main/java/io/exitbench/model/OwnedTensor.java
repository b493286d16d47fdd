package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;

/**
 * Copies tensors out of Java memory. DJL lets PyTorch use a Java buffer in place, and PyTorch's
 * conversion to the same type shares it; both end in garbage once the buffer is collected.
 */
final class OwnedTensor {
    private OwnedTensor() {}

    /**
     * @param borrowed may use a Java buffer
     * @param owner of the copy
     */
    static NDArray copy(NDArray borrowed, DataType type, NDManager owner) {
        NDArray copy =
                borrowed.getDataType() == type ? borrowed.duplicate() : borrowed.toType(type, true);
        copy.attach(owner);
        return copy;
    }
}
