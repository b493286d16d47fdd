package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Hidden states of tokens of several completions after one layer, {@code [rows, hidden]}, packed
 * without gaps: rows of one completion stand together, in ascending order of position. Each row
 * knows the slot of its completion in a {@link BatchSession} and its position there.
 */
public final class RowStates implements AutoCloseable {
    private final NDManager manager;
    private final TorchProgram program;
    private final IValue value;
    private final int[] slots;
    private final long[] positions;
    private final int layer;

    /**
     * @param manager of the model
     * @param program of the model
     * @param value the tensor, which becomes this object's
     * @param slots of the rows
     * @param positions of the rows
     * @param layer layers that the rows have run through
     */
    RowStates(
            NDManager manager,
            TorchProgram program,
            IValue value,
            int[] slots,
            long[] positions,
            int layer) {
        this.manager = manager;
        this.program = program;
        this.value = value;
        this.slots = slots;
        this.positions = positions;
        this.layer = layer;
    }

    IValue value() {
        return value;
    }

    int[] slots() {
        return slots;
    }

    long[] positions() {
        return positions;
    }

    /** The same rows after more layers. */
    RowStates after(IValue result, int reached) {
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
        return new HiddenState(program, narrow(index), new long[] {positions[index]}, layer);
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
                narrow(index),
                new int[] {slots[index]},
                new long[] {positions[index]},
                layer);
    }

    private IValue narrow(int index) {
        try (IValue argument = IValue.from((long) index)) {
            return program.call("row", value, argument);
        }
    }

    /**
     * Packs some rows together again.
     *
     * @param indices of the rows, ascending, at least one
     * @return the rows alone, which the caller closes
     */
    public RowStates select(int[] indices) {
        long[] wide = Arrays.stream(indices).asLongStream().toArray();
        try (NDArray rows = manager.create(wide);
                IValue argument = IValue.from((PtNDArray) rows)) {
            return new RowStates(
                    manager,
                    program,
                    program.call("select_rows", value, argument),
                    Arrays.stream(indices).map(i -> slots[i]).toArray(),
                    Arrays.stream(indices).mapToLong(i -> positions[i]).toArray(),
                    layer);
        }
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
        IValue[] parts = states.stream().map(RowStates::value).toArray(IValue[]::new);
        try (IValue list = IValue.listFrom(parts)) {
            return new RowStates(
                    first.manager,
                    first.program,
                    first.program.call("concatenate", list),
                    states.stream().flatMapToInt(part -> Arrays.stream(part.slots)).toArray(),
                    states.stream().flatMapToLong(p -> Arrays.stream(p.positions)).toArray(),
                    first.layer);
        }
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
        return value.toTensor((PtNDManager) owner);
    }

    @Override
    public void close() {
        value.close();
    }
}
