package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;

/** Logits in the memory of kernels, which are asked about them; for the rest operators are. */
final class AnsweredLogits extends Logits {
    private final NDManager manager;
    private final RowKernels kernels;
    private final int layer;
    private final int row;
    private final long place;
    private Confidences answer;
    private Candidates chosen;

    /**
     * @param manager of the model
     * @param program of the model
     * @param logits {@code [1, vocabulary]}, which stays the caller's
     * @param answer what they say, or null if the kernels have not been asked yet
     * @param kernels that were asked for them, and for no others since
     * @param layer that their row has reached
     * @param row among those asked for
     * @param place where the row stands
     */
    AnsweredLogits(
            NDManager manager,
            TorchProgram program,
            NDArray logits,
            Confidences answer,
            RowKernels kernels,
            int layer,
            int row,
            long place) {
        super(manager, program, IValue.from((PtNDArray) logits));
        this.manager = manager;
        this.answer = answer;
        this.kernels = kernels;
        this.layer = layer;
        this.row = row;
        this.place = place;
    }

    Confidences answer() {
        if (answer == null) {
            answer = kernels.observe();
        }
        return answer;
    }

    @Override
    public int argmax() {
        return answer().token();
    }

    @Override
    public float topProbability() {
        return answer().topProbability();
    }

    @Override
    public float margin() {
        return answer().margin();
    }

    @Override
    public float entropy() {
        return answer().entropy();
    }

    @Override
    public Candidates best(int count) {
        chosen = kernels.choose(manager, row, place, count).orElse(null);
        return chosen == null ? super.best(count) : chosen;
    }

    @Override
    public Predictions among(Candidates candidates) {
        return chosen == candidates
                ? kernels.among(candidates, layer, place).orElseThrow().row()
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
