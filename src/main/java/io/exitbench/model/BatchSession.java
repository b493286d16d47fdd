package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Several completions that advance together, each with a slot of its own for its keys and values
 * and a position of its own. A layer's weights are read once for all rows that run through it;
 * which rows these are may change from layer to layer.
 *
 * <p>States belong to the caller, who closes them. A session belongs to the thread that made it.
 */
public sealed class BatchSession implements AutoCloseable permits KernelBatchSession {
    /** A GPU attends over multiples of so many keys. */
    private static final int LENGTHS = 64;

    private final DecoderModel model;
    private final TorchProgram program;
    private final boolean together;
    private final SlotCaches caches;
    private final int[] positions;
    private final ThreadConfinement confinement = new ThreadConfinement("batch");

    /**
     * @param slots completions at most
     * @param capacity positions of each
     * @param together whether single rows attend in one product over all of them, which copies
     *     keys; else each completion for itself
     */
    BatchSession(
            DecoderModel model, TorchProgram program, int slots, int capacity, boolean together) {
        if (slots < 1 || capacity < 1 || capacity > model.window()) {
            throw new IllegalArgumentException(
                    "A batch has at least one slot, of 1 to "
                            + model.window()
                            + " positions; asked for were "
                            + slots
                            + " of "
                            + capacity
                            + ".");
        }
        this.model = model;
        this.program = program;
        this.together = together;
        positions = new int[slots];
        model.useItsThreads();
        caches = new SlotCaches(model, program, slots, capacity);
    }

    /**
     * Begins a new completion in a slot and forgets the one before.
     *
     * @param slot from 0
     */
    public void begin(int slot) {
        confinement.check();
        caches.clear(slot);
        positions[slot] = 0;
    }

    /**
     * @param slot from 0
     * @return where its next token will stand
     */
    public int position(int slot) {
        return positions[slot];
    }

    /**
     * Embeds the next tokens of some completions.
     *
     * @param slots ascending
     * @param tokens for each of them at least one
     * @return their embeddings
     * @throws IllegalArgumentException if there is no room for them
     */
    public RowStates embed(int[] slots, int[][] tokens) {
        confinement.check();
        int rows = Arrays.stream(tokens).mapToInt(own -> own.length).sum();
        int[] slotOfRow = new int[rows];
        int[] token = new int[rows];
        long[] position = new long[rows];
        int row = 0;
        for (int i = 0; i < slots.length; i++) {
            int start = positions[slots[i]];
            if (tokens[i].length < 1 || tokens[i].length > caches.capacity() - start) {
                throw new IllegalArgumentException(
                        "A slot of "
                                + caches.capacity()
                                + " positions has no room for a sequence of "
                                + tokens[i].length
                                + " at position "
                                + start
                                + ".");
            }
            for (int each : tokens[i]) {
                slotOfRow[row] = slots[i];
                token[row] = each;
                position[row] = positions[slots[i]]++;
                row++;
            }
        }
        boolean single = rows == slots.length;
        return single
                ? embedSingle(slotOfRow, token, position)
                : embedByOperators(slotOfRow, token, position);
    }

    /**
     * Embeds once more tokens whose states were not kept.
     *
     * @param slots of the rows; those of one completion stand together
     * @param tokens of the rows
     * @param at their positions, before {@link #position}, ascending within a completion
     * @return their embeddings
     */
    public RowStates embedAgain(int[] slots, int[] tokens, int[] at) {
        confinement.check();
        return embedSingle(slots, tokens, Arrays.stream(at).asLongStream().toArray());
    }

    /** Embeds tokens that are not a prompt, at their positions. */
    RowStates embedSingle(int[] slots, int[] tokens, long[] positions) {
        return embedByOperators(slots, tokens, positions);
    }

    private RowStates embedByOperators(int[] slots, int[] tokens, long[] at) {
        try (NDArray ids = model.manager().create(Arrays.stream(tokens).asLongStream().toArray());
                IValue token = IValue.from((PtNDArray) ids);
                NDArray places = model.manager().create(at);
                IValue position = IValue.from((PtNDArray) places)) {
            IValue state = program.call("embed_rows", model.weights(), token, position);
            return states(new TensorRows(program, state), slots, at, 0);
        }
    }

    /** Names rows. */
    final RowStates states(StateRows rows, int[] slots, long[] at, int layer) {
        return new RowStates(model.manager(), program, rows, slots, at, layer);
    }

    final SlotCaches caches() {
        return caches;
    }

    /**
     * Notes that rows run through layers.
     *
     * @throws IllegalArgumentException if a token before them has not, or another thread asks
     */
    final void claim(RowStates state, int layer) {
        confinement.check();
        caches.fill(state, layer);
    }

    /**
     * Runs layers and writes their keys and values. A row sees its own completion up to its own
     * position.
     *
     * @param state rows of any completions
     * @param layer the layer to reach, at least the state's
     * @return the rows after that layer
     * @throws IllegalArgumentException if a token before a row has not run through these layers and
     *     is not among the rows
     */
    public RowStates forward(RowStates state, int layer) {
        claim(state, layer);
        int[] starts = state.spanStarts();
        boolean single = starts.length - 1 == state.rows();
        try (RowPlaces rows = new RowPlaces(model.manager(), state);
                IValue first = IValue.from((long) state.layer());
                IValue last = IValue.from((long) layer)) {
            IValue result =
                    together && single
                            ? forwardTogether(state, rows, first, last)
                            : forwardSpans(state, starts, rows, first, last);
            return state.after(new TensorRows(program, result), layer);
        }
    }

    private IValue forwardSpans(
            RowStates state, int[] starts, RowPlaces rows, IValue first, IValue last) {
        try (IValue list = IValue.listFrom(RowPlaces.spans(state, starts, this::room))) {
            return program.call(
                    "forward_rows",
                    model.weights(),
                    caches.tensors(),
                    state.value(),
                    rows.slots(),
                    rows.positions(),
                    list,
                    first,
                    last);
        }
    }

    /**
     * Keys that are looked at where there are so many. On Hopper PyTorch prefers cuDNN's attention
     * in half precision, which plans anew, for tens of milliseconds, whenever a length has not been
     * before; so lengths are rounded up. A window's masks are made for the very length.
     */
    private long room(long keys) {
        boolean slides = model.config().slidingWindow().width() > 0;
        return together && !slides
                ? Math.min(caches.capacity(), (keys + LENGTHS - 1) / LENGTHS * LENGTHS)
                : keys;
    }

    private IValue forwardTogether(RowStates state, RowPlaces rows, IValue first, IValue last) {
        int[] slots = state.slots();
        boolean whole =
                slots.length == positions.length
                        && IntStream.range(0, slots.length).allMatch(i -> slots[i] == i);
        long length = room(Arrays.stream(state.positions()).max().orElseThrow() + 1);
        try (IValue all = IValue.from(whole);
                IValue keys = IValue.from(length)) {
            return program.call(
                    "forward_single_rows",
                    model.weights(),
                    caches.tensors(),
                    state.value(),
                    rows.slots(),
                    rows.positions(),
                    all,
                    keys,
                    first,
                    last);
        }
    }

    /**
     * Writes the keys and values of all layers that the rows have not run through, all from one
     * hidden state per row.
     *
     * @param state rows of any completions
     * @throws IllegalArgumentException as for {@link #forward}
     */
    public void propagate(RowStates state) {
        int layers = model.config().layers();
        claim(state, layers);
        try (RowPlaces rows = new RowPlaces(model.manager(), state);
                IValue first = IValue.from((long) state.layer());
                IValue last = IValue.from((long) layers)) {
            program.call(
                            "propagate_rows",
                            model.weights(),
                            caches.tensors(),
                            state.value(),
                            rows.slots(),
                            rows.positions(),
                            first,
                            last)
                    .close();
        }
    }

    @Override
    public void close() {
        caches.close();
    }
}
