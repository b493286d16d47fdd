package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;

/**
 * Logits of one token, {@code [1, vocabulary]}, on the model's device. Each question below waits
 * for the device once and brings one number back.
 */
public final class Logits implements AutoCloseable {
    private final TorchProgram program;
    private final IValue value;

    Logits(TorchProgram program, IValue value) {
        this.program = program;
        this.value = value;
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
