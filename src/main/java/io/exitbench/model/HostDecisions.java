package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What strategies ask of a row beyond its whole head, on a CPU. It is computed in Java from one
 * copy of the row: calling PyTorch for some twenty small operators takes several times as long as
 * they do.
 */
final class HostDecisions {
    private final NDManager manager;
    private final HeadRows rows;
    private final RowReader reader;

    private HostDecisions(NDManager manager, HeadRows rows, RowReader reader) {
        this.manager = manager;
        this.rows = rows;
        this.reader = reader;
    }

    /**
     * @param manager of the model
     * @param lmHead {@code [vocabulary, width]}
     * @param reader makes what reads the model's rows
     * @return nothing if Java cannot read the head
     */
    static Optional<HostDecisions> of(
            NDManager manager, NDArray lmHead, Supplier<RowReader> reader) {
        return HeadRows.of(lmHead).map(rows -> new HostDecisions(manager, rows, reader.get()));
    }

    /**
     * Brings a net to where Java evaluates it.
     *
     * @param net for states of this model
     */
    HostNet net(ExitNet net) {
        return new HostNet(net, rows, reader);
    }

    /**
     * @param logits {@code [1, vocabulary]} on the CPU
     * @return their values
     */
    float[] values(IValue logits) {
        return reader.row(logits);
    }

    /**
     * @param logits of the vocabulary
     * @param count at least two
     * @return the most probable tokens, of equals the first, which the caller closes
     */
    Candidates best(float[] logits, int count) {
        return new Candidates(
                manager, new CandidateRows(rows, LargestValues.indices(logits, count)));
    }

    /**
     * What logits say among candidates.
     *
     * @param logits of the vocabulary
     * @param candidates of their row
     */
    Predictions among(float[] logits, Candidates candidates) {
        return candidates.rows(rows).amongLogits(logits);
    }

    /**
     * What a row says among candidates.
     *
     * @param state one row, which has no exit block of its own
     * @param candidates of its token
     */
    Predictions among(HiddenState state, Candidates candidates) {
        return candidates.rows(rows).among(state.headInput(reader));
    }
}
