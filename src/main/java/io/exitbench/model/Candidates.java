package io.exitbench.model;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;

/**
 * The tokens that an exit ranks highest, for each of one or more rows, {@code [rows, K]}, on the
 * model's device: what is asked about them needs K rows of the LM head and not all.
 */
public final class Candidates implements AutoCloseable {
    private final NDManager manager;
    private final IValue tokens;
    private final int count;

    /**
     * @param manager whose device they are on
     * @param tokens ascending in each row; they become this object's
     * @param count of each row
     */
    Candidates(NDManager manager, IValue tokens, int count) {
        this.manager = manager;
        this.tokens = tokens;
        this.count = count;
    }

    IValue value() {
        return tokens;
    }

    /**
     * @return candidates of each row
     */
    public int count() {
        return count;
    }

    /**
     * Copies them to the host.
     *
     * @return row after row, ascending in each
     */
    public long[] tokens() {
        try (NDManager temporary = manager.newSubManager()) {
            return tokens.toTensor((PtNDManager) temporary).toLongArray();
        }
    }

    @Override
    public void close() {
        tokens.close();
    }
}
