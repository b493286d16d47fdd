package io.exitbench.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Hidden states cut off from the pass that made them, so that what follows differentiates alone.
 */
final class DetachedRows {
    private DetachedRows() {}

    /**
     * @param state {@code [sequences, length, hidden]}
     * @param owner of the copy
     * @return {@code [sequences · length, hidden]}, one row a token
     */
    static NDArray of(NDArray state, NDManager owner) {
        NDArray detached = state.stopGradient();
        detached.attach(owner);
        NDArray rows = detached.reshape(new Shape(-1, state.getShape().get(2)));
        rows.attach(owner);
        return rows;
    }
}
