package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/** Where the rows of a batch stand, on the device. */
final class RowPlaces implements AutoCloseable {
    /** Numbers that describe a span of rows: slot, first row, rows, keys, keys looked at. */
    private static final int SPAN = 5;

    private final NDArray slotOfRow;
    private final NDArray positionOfRow;
    private final IValue slots;
    private final IValue positions;

    RowPlaces(NDManager manager, RowStates state) {
        slotOfRow = manager.create(Arrays.stream(state.slots()).asLongStream().toArray());
        positionOfRow = manager.create(state.positions());
        slots = IValue.from((PtNDArray) slotOfRow);
        positions = IValue.from((PtNDArray) positionOfRow);
    }

    /** Of their completions, {@code [rows]}. */
    IValue slots() {
        return slots;
    }

    /** In their completions, {@code [rows]}. */
    IValue positions() {
        return positions;
    }

    /**
     * Which rows belong to which completion.
     *
     * @param starts first row of each, and the number of rows at the end
     * @param room keys that are looked at where there are so many
     * @return for each completion its slot, its first row, how many, the keys that its last row
     *     sees, and those that are looked at for a whole prompt
     */
    static long[] spans(RowStates state, int[] starts, LongUnaryOperator room) {
        long[] spans = new long[SPAN * (starts.length - 1)];
        for (int i = 0; i < starts.length - 1; i++) {
            spans[SPAN * i] = state.slots()[starts[i]];
            spans[SPAN * i + 1] = starts[i];
            spans[SPAN * i + 2] = starts[i + 1] - starts[i];
            spans[SPAN * i + 3] = state.positions()[starts[i + 1] - 1] + 1;
            spans[SPAN * i + 4] = room.applyAsLong(spans[SPAN * i + 3]);
        }
        return spans;
    }

    @Override
    public void close() {
        slots.close();
        positions.close();
        slotOfRow.close();
        positionOfRow.close();
    }
}
