package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;

/** Logits whose four numbers are on the host already; the rest is asked as always. */
final class AnsweredLogits extends Logits {
    private final NDManager manager;
    private final Confidences answer;
    private final RowKernels kernels;
    private RowKernels.Choice choice;

    /**
     * @param manager of the model
     * @param program of the model
     * @param logits {@code [1, vocabulary]}, which stays the caller's
     * @param answer what they say
     * @param kernels that were asked for them, and for nothing since
     */
    AnsweredLogits(
            NDManager manager,
            TorchProgram program,
            NDArray logits,
            Confidences answer,
            RowKernels kernels) {
        super(manager, program, IValue.from((PtNDArray) logits));
        this.manager = manager;
        this.kernels = kernels;
        this.answer = answer;
    }

    @Override
    public int argmax() {
        return answer.token();
    }

    @Override
    public float topProbability() {
        return answer.topProbability();
    }

    @Override
    public float margin() {
        return answer.margin();
    }

    @Override
    public float entropy() {
        return answer.entropy();
    }

    @Override
    public Candidates best(int count) {
        choice = kernels.choose(manager, count).orElse(null);
        return choice == null ? super.best(count) : choice.candidates();
    }

    @Override
    public Predictions among(Candidates candidates) {
        return choice != null && choice.candidates() == candidates
                ? choice.among().row()
                : super.among(candidates);
    }

    /**
     * @param token the most probable one, the first of equals
     * @param topProbability its probability, in (0, 1]
     * @param margin over the second most probable, in [0, 1]
     * @param entropy in nats
     */
    record Confidences(int token, float topProbability, float margin, float entropy) {
        /** The same as the only row of several. */
        Predictions row() {
            return new Predictions(
                    new long[] {token},
                    new float[] {topProbability},
                    new float[] {margin},
                    new float[] {entropy});
        }
    }
}
