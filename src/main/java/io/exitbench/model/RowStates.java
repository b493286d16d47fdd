package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Hidden states of tokens of several completions after one layer, {@code [rows, hidden]}: rows of
 * one completion stand together, in ascending order of position. Each row knows the slot of its
 * completion in a {@link BatchSession} and its position there.
 */
public final class RowStates implements AutoCloseable {
    private final NDManager manager;
    private final TorchProgram program;
    private final StateRows rows;
    private final int[] slots;
    private final long[] positions;
    private final int layer;

    /**
     * @param manager of the model
     * @param program of the model
     * @param rows where they are; they become this object's
     * @param slots of the rows
     * @param positions of the rows
     * @param layer layers that the rows have run through
     */
    RowStates(
            NDManager manager,
            TorchProgram program,
            StateRows rows,
            int[] slots,
            long[] positions,
            int layer) {
        this.manager = manager;
        this.program = program;
        this.rows = rows;
        this.slots = slots;
        this.positions = positions;
        this.layer = layer;
    }

    StateRows source() {
        return rows;
    }

    IValue value() {
        return rows.value();
    }

    int[] slots() {
        return slots;
    }

    long[] positions() {
        return positions;
    }

    /** The same rows after more layers. */
    RowStates after(StateRows result, int reached) {
        return new RowStates(manager, program, result, slots, positions, reached);
    }

    /**
     * @return number of rows
     */
    public int rows() {
        return slots.length;
    }

    /**
     * @return layers that the rows have run through: 0 for their embedding
     */
    public int layer() {
        return layer;
    }

    /**
     * One row, without copying.
     *
     * @param index from 0
     * @return the row, which the caller closes
     */
    public HiddenState row(int index) {
        return new HiddenState(program, rows.row(index), new long[] {positions[index]}, layer);
    }

    /**
     * The same as a row of a batch.
     *
     * @param index from 0
     * @return the row, which the caller closes
     */
    public RowStates single(int index) {
        return new RowStates(
                manager,
                program,
                rows.row(index),
                new int[] {slots[index]},
                new long[] {positions[index]},
                layer);
    }

    /**
     * Packs some rows together again.
     *
     * @param indices of the rows, ascending, at least one
     * @return the rows alone, which the caller closes
     */
    public RowStates select(int[] indices) {
        return new RowStates(
                manager,
                program,
                rows.select(manager, indices),
                Arrays.stream(indices).map(i -> slots[i]).toArray(),
                Arrays.stream(indices).mapToLong(i -> positions[i]).toArray(),
                layer);
    }

    /**
     * Packs states of one layer together.
     *
     * @param states at least one; rows of one completion follow one another, in ascending order of
     *     position
     * @return all their rows, which the caller closes
     * @throws IllegalArgumentException if layers differ
     */
    public static RowStates concatenate(List<RowStates> states) {
        RowStates first = states.get(0);
        if (states.stream().anyMatch(part -> part.layer != first.layer)) {
            throw new IllegalArgumentException("Rows that are stacked come from one layer.");
        }
        return new RowStates(
                first.manager,
                first.program,
                StateRows.concatenate(
                        first.program, states.stream().map(RowStates::source).toList()),
                states.stream().flatMapToInt(part -> Arrays.stream(part.slots)).toArray(),
                states.stream().flatMapToLong(part -> Arrays.stream(part.positions)).toArray(),
                first.layer);
    }

    /** Where the rows of each completion begin; the number of rows at the end. */
    int[] spanStarts() {
        return IntStream.concat(
                        IntStream.range(0, slots.length)
                                .filter(i -> i == 0 || slots[i] != slots[i - 1]),
                        IntStream.of(slots.length))
                .toArray();
    }

    /**
     * The tensor itself, still on the device.
     *
     * @param owner of the returned handle
     * @return {@code [rows, hidden]}
     */
    public NDArray toArray(NDManager owner) {
        return value().toTensor((PtNDManager) owner);
    }

    @Override
    public void close() {
        rows.close();
    }
}
