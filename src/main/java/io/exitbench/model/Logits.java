package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.Optional;

/**
 * Logits of one token, {@code [1, vocabulary]}, or of several, on the model's device. Each question
 * that one number answers is for one token, waits for the device once and brings the number back.
 */
public sealed class Logits implements AutoCloseable permits AnsweredLogits, HostLogits {
    private final NDManager manager;
    private final TorchProgram program;
    private final IValue value;

    Logits(NDManager manager, TorchProgram program, IValue value) {
        this.manager = manager;
        this.program = program;
        this.value = value;
    }

    /**
     * One token's.
     *
     * @param value {@code [1, vocabulary]}; it becomes the logits'
     * @param host what answers for them on a CPU
     */
    static Logits of(
            NDManager manager, TorchProgram program, IValue value, Optional<HostDecisions> host) {
        return host.map(java -> (Logits) new HostLogits(manager, program, value, java))
                .orElseGet(() -> new Logits(manager, program, value));
    }

    /**
     * @return the most probable token
     */
    public int argmax() {
        try (IValue result = program.call("argmax", value)) {
            return (int) result.toLong();
        }
    }

    /**
     * @return probability of the most probable token, in (0, 1]
     */
    public float topProbability() {
        return number("top_probability");
    }

    /**
     * @return probability of the first minus that of the second token, in [0, 1] (CALM, arXiv
     *     2207.07061)
     */
    public float margin() {
        return number("margin");
    }

    /**
     * @return entropy of the distribution in nats, in [0, ln(vocabulary)]
     */
    public float entropy() {
        return number("entropy");
    }

    private float number(String method) {
        try (IValue result = program.call(method, value)) {
            return (float) result.toDouble();
        }
    }

    /**
     * Chooses candidates.
     *
     * @param count of each row, at most the vocabulary
     * @return the most probable tokens of each row, which the caller closes
     */
    public Candidates best(int count) {
        try (IValue wanted = IValue.from((long) count)) {
            return new Candidates(manager, program.call("best_tokens", value, wanted), count);
        }
    }

    /**
     * The four numbers of the distribution among candidates: a softmax over them alone.
     *
     * @param candidates as many rows as these logits have
     * @return a row for each
     */
    public Predictions among(Candidates candidates) {
        try (NDManager temporary = manager.newSubManager();
                IValue numbers = program.call("among_logits", candidates.value(), value)) {
            return Predictions.ofRows(numbers.toTensor((PtNDManager) temporary).toDoubleArray());
        }
    }

    /**
     * The tensor itself, still on the device.
     *
     * @param manager owner of the returned handle
     * @return {@code [1, vocabulary]}
     */
    public NDArray toArray(NDManager manager) {
        return value.toTensor((PtNDManager) manager);
    }

    @Override
    public void close() {
        value.close();
    }
}
