package io.exitbench.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

/**
 * Hidden states cut off from the pass that made them, so that what follows differentiates alone.
 */
final class DetachedRows {
    private DetachedRows() {}

    /**
     * @param state {@code [sequences, length, hidden]}
     * @param range of tokens, counted through all sequences
     * @param owner of the copy
     * @return {@code [tokens, hidden]}, one row a token
     */
    static NDArray of(NDArray state, RowRange range, NDManager owner) {
        NDArray detached = state.stopGradient();
        detached.attach(owner);
        NDArray rows = detached.reshape(new Shape(-1, state.getShape().get(2)));
        rows.attach(owner);
        return slice(rows, range, owner);
    }

    /**
     * @param rows of all tokens
     * @param range of them
     * @param owner of the result
     * @return the rows of the range
     */
    static NDArray slice(NDArray rows, RowRange range, NDManager owner) {
        if (range.count() == rows.getShape().get(0)) {
            return rows;
        }
        NDArray part = rows.get(new NDIndex(range.from() + ":" + range.to()));
        part.attach(owner);
        return part;
    }
}
