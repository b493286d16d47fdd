package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.Arrays;
import java.util.Optional;

/** Logits of several tokens, {@code [rows, vocabulary]}, on the model's device. */
public final class RowLogits implements AutoCloseable {
    private final TorchProgram program;
    private final NDManager manager;
    private final IValue value;
    private final Optional<HostDecisions> host;
    private final Logits all;

    /**
     * @param value {@code [rows, vocabulary]}; it becomes this object's
     * @param host what answers for single rows on a CPU
     */
    RowLogits(TorchProgram program, NDManager manager, IValue value, Optional<HostDecisions> host) {
        this.host = host;
        this.program = program;
        this.manager = manager;
        this.value = value;
        all = new Logits(manager, program, value);
    }

    /**
     * One token's, without copying.
     *
     * @param row from 0
     * @return the logits, which the caller closes
     */
    public Logits row(int row) {
        try (IValue argument = IValue.from((long) row)) {
            return Logits.of(manager, program, program.call("row", value, argument), host);
        }
    }

    /**
     * Waits for the device once.
     *
     * @return the most probable token of each row
     */
    public int[] argmax() {
        try (NDManager temporary = manager.newSubManager();
                IValue result = program.call("argmax_rows", value)) {
            NDArray best = result.toTensor((PtNDManager) temporary);
            return Arrays.stream(best.toLongArray()).mapToInt(Math::toIntExact).toArray();
        }
    }

    /**
     * What one token's {@link Logits} answer, from the same arithmetic. Waits for the device once.
     *
     * @return a row for each token
     */
    public Predictions predictions() {
        try (NDManager temporary = manager.newSubManager();
                IValue numbers = program.call("whole_rows", value)) {
            return Predictions.ofRows(numbers.toTensor((PtNDManager) temporary).toDoubleArray());
        }
    }

    /**
     * Chooses candidates.
     *
     * @param count of each token, at most the vocabulary
     * @return the most probable tokens of each row, which the caller closes
     */
    public Candidates best(int count) {
        return all.best(count);
    }

    /**
     * The four numbers of each row's distribution among its candidates.
     *
     * @param candidates of as many rows
     * @return a row for each token
     */
    public Predictions among(Candidates candidates) {
        return all.among(candidates);
    }

    @Override
    public void close() {
        all.close();
    }
}
