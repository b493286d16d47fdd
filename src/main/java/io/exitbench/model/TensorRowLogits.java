package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.Arrays;
import java.util.Optional;

/**
 * Logits that operators computed.
 *
 * @param program of the model
 * @param manager of the model
 * @param value {@code [rows, vocabulary]}, which becomes this object's
 * @param host what answers for single rows on a CPU
 */
record TensorRowLogits(
        TorchProgram program, NDManager manager, IValue value, Optional<HostDecisions> host)
        implements RowLogits {
    @Override
    public Logits row(int row) {
        try (IValue argument = IValue.from((long) row)) {
            return Logits.of(manager, program, program.call("row", value, argument), host);
        }
    }

    @Override
    public int[] argmax() {
        try (NDManager temporary = manager.newSubManager();
                IValue result = program.call("argmax_rows", value)) {
            NDArray best = result.toTensor((PtNDManager) temporary);
            return Arrays.stream(best.toLongArray()).mapToInt(Math::toIntExact).toArray();
        }
    }

    @Override
    public Predictions predictions() {
        try (NDManager temporary = manager.newSubManager();
                IValue numbers = program.call("whole_rows", value)) {
            return Predictions.ofRows(numbers.toTensor((PtNDManager) temporary).toDoubleArray());
        }
    }

    @Override
    public Candidates best(int count) {
        try (IValue wanted = IValue.from((long) count)) {
            return new Candidates(manager, program.call("best_tokens", value, wanted), count);
        }
    }

    @Override
    public Predictions among(Candidates candidates) {
        try (NDManager temporary = manager.newSubManager();
                IValue numbers = program.call("among_logits", candidates.value(), value)) {
            return Predictions.ofRows(numbers.toTensor((PtNDManager) temporary).toDoubleArray());
        }
    }

    @Override
    public void close() {
        value.close();
    }
}
