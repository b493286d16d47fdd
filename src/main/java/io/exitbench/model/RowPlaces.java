package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.function.LongUnaryOperator;

/** Where the rows of a batch stand, on the device. */
final class RowPlaces implements AutoCloseable {
    /** Numbers that describe a span of rows: slot, first row, rows, keys, keys looked at. */
    private static final int SPAN = 5;

    private final NDArray at;
    private final NDArray inCache;
    private final IValue positions;
    private final IValue places;

    /**
     * @param capacity positions of a slot
     */
    RowPlaces(NDManager manager, RowStates state, int capacity) {
        long[] flat = new long[state.rows()];
        for (int row = 0; row < flat.length; row++) {
            flat[row] = (long) state.slots()[row] * capacity + state.positions()[row];
        }
        at = manager.create(state.positions());
        inCache = manager.create(flat);
        positions = IValue.from((PtNDArray) at);
        places = IValue.from((PtNDArray) inCache);
    }

    /** In their completions, {@code [rows]}. */
    IValue positions() {
        return positions;
    }

    /** Counted through all slots, {@code [rows]}. */
    IValue places() {
        return places;
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
        positions.close();
        places.close();
        at.close();
        inCache.close();
    }
}
