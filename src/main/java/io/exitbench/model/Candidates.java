package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.Arrays;

/**
 * The tokens that an exit ranks highest, for each of one or more rows: what is asked about them
 * needs K rows of the LM head and not all. They are on the model's device, or on the host with
 * their rows of the head, and are brought to the other where that is asked.
 */
public final class Candidates implements AutoCloseable {
    private final NDManager manager;
    private final int count;
    private IValue tokens;
    private CandidateRows rows;

    /**
     * @param manager whose device they are on
     * @param tokens {@code [rows, K]}, ascending in each row; they become this object's
     * @param count of each row
     */
    Candidates(NDManager manager, IValue tokens, int count) {
        this.manager = manager;
        this.tokens = tokens;
        this.count = count;
    }

    /**
     * Candidates of one row.
     *
     * @param manager of the model
     * @param rows of the candidates
     */
    Candidates(NDManager manager, CandidateRows rows) {
        this.manager = manager;
        this.rows = rows;
        count = rows.tokens().length;
    }

    /**
     * @return {@code [rows, K]}, which stays this object's
     */
    IValue value() {
        if (tokens == null) {
            try (NDArray borrowed = manager.create(tokens(), new Shape(1, count));
                    NDArray copy = OwnedTensor.copy(borrowed, DataType.INT64, manager)) {
                tokens = IValue.from((PtNDArray) copy);
            }
        }
        return tokens;
    }

    /**
     * The head's rows of a single row's candidates.
     *
     * @param head where they are
     */
    CandidateRows rows(HeadRows head) {
        if (rows == null) {
            rows =
                    new CandidateRows(
                            head, Arrays.stream(tokens()).mapToInt(Math::toIntExact).toArray());
        }
        return rows;
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
        if (rows != null) {
            return Arrays.stream(rows.tokens()).asLongStream().toArray();
        }
        try (NDManager temporary = manager.newSubManager()) {
            return tokens.toTensor((PtNDManager) temporary).toLongArray();
        }
    }

    @Override
    public void close() {
        if (tokens != null) {
            tokens.close();
        }
    }
}
