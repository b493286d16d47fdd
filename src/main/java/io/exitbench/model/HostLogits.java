package io.exitbench.model;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.IValue;

/**
 * Logits of one token on a CPU. What they say of candidates Java answers from one copy of them; for
 * the rest operators are.
 */
final class HostLogits extends Logits {
    private final IValue value;
    private final HostDecisions host;
    private float[] values;

    /**
     * @param manager of the model
     * @param program of the model
     * @param value {@code [1, vocabulary]}, float32; it becomes this object's
     * @param host of the model
     */
    HostLogits(NDManager manager, TorchProgram program, IValue value, HostDecisions host) {
        super(manager, program, value);
        this.value = value;
        this.host = host;
    }

    private float[] values() {
        if (values == null) {
            values = host.values(value);
        }
        return values;
    }

    @Override
    public Candidates best(int count) {
        return host.best(values(), count);
    }

    @Override
    public Predictions among(Candidates candidates) {
        return host.among(values(), candidates);
    }
}
