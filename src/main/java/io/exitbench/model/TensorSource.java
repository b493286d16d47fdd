package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** Where a model's tensors come from: files, or a random generator for speed measurements. */
interface TensorSource {
    /**
     * One named tensor and the shape the configuration demands.
     *
     * @param name without the prefix that tools disagree on
     * @param shape row-major
     */
    record Part(String name, long... shape) {}

    /**
     * Loads a tensor in the compute type onto the manager's device.
     *
     * @param manager that will own the tensor
     * @param part name and expected shape
     * @return a tensor that shares no memory with the source
     * @throws io.exitbench.ExitBenchException if it is absent or of another shape
     */
    NDArray load(NDManager manager, Part part);
}
