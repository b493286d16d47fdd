package io.exitbench.model;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.LongStream;

/**
 * Rows in a session's {@link StateTable}, where kernels write them: naming them moves nothing. A
 * copy is made only for who asks for a tensor.
 */
final class TableRows implements StateRows {
    private final StateTable table;
    private final RowKernels kernels;
    private final long[] places;
    private IValue copy;

    /**
     * @param table of the layer that the rows have reached
     * @param kernels that wrote them
     * @param places of the rows in the table, never changed
     */
    TableRows(StateTable table, RowKernels kernels, long[] places) {
        this.table = table;
        this.kernels = kernels;
        this.places = places;
    }

    boolean isIn(StateTable other) {
        return table == other;
    }

    boolean isInTableOf(StateRows other) {
        return other instanceof TableRows rows && rows.table == table;
    }

    /** The same table's rows at other places. */
    TableRows at(long[] others) {
        return new TableRows(table, kernels, others);
    }

    LongStream streamOfPlaces() {
        return Arrays.stream(places);
    }

    /** Whether kernels have room for the logits of all rows. */
    boolean fitLogits() {
        return places.length <= kernels.mostLogits();
    }

    /**
     * Asks the LM head about all rows, for which {@linkplain #fitLogits there must be room}.
     *
     * @param manager of the model
     * @param program of the model
     */
    RowLogits logits(NDManager manager, TorchProgram program) {
        return kernels.logits(manager, program, table.layer(), places);
    }

    /** Candidates of a single row by the preview of the head, if kernels can choose them. */
    Optional<Candidates> propose(NDManager manager, int count) {
        return kernels.propose(manager, table.layer(), places[0], count);
    }

    /** What a single row says among candidates, if they are kept where kernels find them. */
    Optional<AnsweredLogits.Confidences> among(Candidates candidates) {
        return kernels.among(candidates, table.layer(), places[0]);
    }

    /** What a single row says among candidates and a net says of that, if kernels can tell. */
    Optional<Judgement> judge(
            NetLayers net, int exit, Candidates candidates, CandidateEvidence evidence) {
        return kernels.judge(net, exit, table.layer(), places[0], candidates, evidence);
    }

    /** What a net says of a single row, if kernels can evaluate it. */
    OptionalDouble score(NetLayers net, int exit, int token, float[] given) {
        return kernels.score(net, exit, table.layer(), places[0], token, given);
    }

    @Override
    public IValue value() {
        if (copy == null) {
            copy = table.copy(places);
        }
        return copy;
    }

    @Override
    public StateRows row(int index) {
        return at(Arrays.copyOfRange(places, index, index + 1));
    }

    @Override
    public StateRows select(NDManager manager, int[] indices) {
        return at(Arrays.stream(indices).mapToLong(i -> places[i]).toArray());
    }

    @Override
    public void close() {
        if (copy != null) {
            copy.close();
            copy = null;
        }
    }
}
