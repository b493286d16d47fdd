package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;

/**
 * Brings weights that are kept in float32 into the compute type, so that gradients of the copies go
 * on to the weights (Micikevicius et al., arXiv 1710.03740).
 */
final class WeightCast {
    private final TorchProgram program;
    private final DataType type;

    WeightCast(TorchProgram program, DataType type) {
        this.program = program;
        this.type = type;
    }

    /**
     * @param owner of the copies, if there are any
     * @param weights in any type
     * @param name of the list as {@link TorchProgram#record} takes it
     * @return the weights in the compute type, all with the name
     */
    NDList of(NDManager owner, List<NDArray> weights, String name) {
        weights.forEach(weight -> weight.setName(name));
        NDList list = new NDList(weights);
        if (type != DataType.FLOAT32) {
            list = program.record(owner, "cast", list);
            list.forEach(array -> array.setName(name));
        }
        return list;
    }
}
