package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * What first layers of nets make of the LM head's rows, for all tokens at once: a product that does
 * not depend on what is decided, so that who decides often looks it up. Made when first asked for.
 */
final class HeadRowShares {
    private final NDManager owner;
    private final TorchProgram program;
    private final IValue weights;
    private final int stateWidth;
    private final Map<NDArray, NDArray> made = new IdentityHashMap<>();

    /**
     * @param owner of the results
     * @param program of the model
     * @param weights of the model
     * @param stateWidth inputs of a layer before those of the head row
     */
    HeadRowShares(NDManager owner, TorchProgram program, IValue weights, int stateWidth) {
        this.owner = owner;
        this.program = program;
        this.weights = weights;
        this.stateWidth = stateWidth;
    }

    /**
     * @param layer {@code [outputs, inputs]}, float32
     * @return {@code [vocabulary, outputs]}, float32, which stays this object's
     */
    NDArray of(NDArray layer) {
        return made.computeIfAbsent(layer, this::make);
    }

    private NDArray make(NDArray layer) {
        try (IValue first = IValue.from((PtNDArray) layer);
                IValue state = IValue.from((long) stateWidth);
                IValue shares = program.call("head_row_shares", weights, first, state)) {
            return shares.toTensor((PtNDManager) owner);
        }
    }
}
