package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import io.exitbench.model.Architecture.Part;

/** Where a model's tensors come from: files, or a random generator for speed measurements. */
interface TensorSource {
    /**
     * Writes a tensor into consecutive rows of a larger one, which stacks several.
     *
     * @param part name and expected shape
     * @param target on the model's device
     * @param row first row to be written
     * @param tensors which made the target and write it
     * @throws io.exitbench.ExitBenchException if it is absent or of another shape
     */
    void load(Part part, NDArray target, long row, TypedTensors tensors);
}
