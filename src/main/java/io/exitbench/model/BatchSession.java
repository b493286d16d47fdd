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
public final class BatchSession implements AutoCloseable {
    /** A GPU attends over multiples of so many keys. */
    private static final int LENGTHS = 64;

    private final DecoderModel model;
    private final TorchProgram program;
    private final int capacity;
    private final boolean together;
    private final IValue cache;
    private final FilledLayers[] filled;
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
        this.capacity = capacity;
        this.together = together;
        int layers = model.config().layers();
        filled =
                IntStream.range(0, slots)
                        .mapToObj(i -> new FilledLayers(layers))
                        .toArray(FilledLayers[]::new);
        positions = new int[slots];
        model.useItsThreads();
        try (IValue count = IValue.from((long) slots);
                IValue length = IValue.from((long) capacity);
                IValue depth = IValue.from((long) layers)) {
            cache = program.call("slot_caches", model.weights(), count, length, depth);
        }
    }

    /**
     * Begins a new completion in a slot and forgets the one before.
     *
     * @param slot from 0
     */
    public void begin(int slot) {
        confinement.check();
        filled[slot].clear();
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
        int rows = Arrays.stream(tokens).mapToInt(own -> own.length).sum();
        int[] slotOfRow = new int[rows];
        int[] token = new int[rows];
        int[] position = new int[rows];
        int row = 0;
        for (int i = 0; i < slots.length; i++) {
            int start = positions[slots[i]];
            if (tokens[i].length < 1 || tokens[i].length > capacity - start) {
                throw new IllegalArgumentException(
                        "A slot of "
                                + capacity
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
        return embedAgain(slotOfRow, token, position);
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
        long[] wide = Arrays.stream(at).asLongStream().toArray();
        try (NDArray ids = model.manager().create(Arrays.stream(tokens).asLongStream().toArray());
                IValue token = IValue.from((PtNDArray) ids);
                NDArray places = model.manager().create(wide);
                IValue position = IValue.from((PtNDArray) places)) {
            return new RowStates(
                    model.manager(),
                    program,
                    program.call("embed_rows", model.weights(), token, position),
                    slots,
                    wide,
                    0);
        }
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
        confinement.check();
        int[] starts = state.spanStarts();
        fill(state, starts, layer);
        boolean single = starts.length - 1 == state.rows();
        try (RowPlaces rows = new RowPlaces(model.manager(), state, capacity);
                IValue first = IValue.from((long) state.layer());
                IValue last = IValue.from((long) layer)) {
            IValue result =
                    together && single
                            ? forwardTogether(state, rows, first, last)
                            : forwardSpans(state, starts, rows, first, last);
            return state.after(result, layer);
        }
    }

    private IValue forwardSpans(
            RowStates state, int[] starts, RowPlaces rows, IValue first, IValue last) {
        try (IValue list = IValue.listFrom(RowPlaces.spans(state, starts, this::room))) {
            return program.call(
                    "forward_rows",
                    model.weights(),
                    cache,
                    state.value(),
                    rows.positions(),
                    rows.places(),
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
                ? Math.min(capacity, (keys + LENGTHS - 1) / LENGTHS * LENGTHS)
                : keys;
    }

    private IValue forwardTogether(RowStates state, RowPlaces rows, IValue first, IValue last) {
        int[] slots = state.slots();
        boolean whole =
                slots.length == positions.length
                        && IntStream.range(0, slots.length).allMatch(i -> slots[i] == i);
        long length = room(Arrays.stream(state.positions()).max().orElseThrow() + 1);
        try (NDArray ids = model.manager().create(Arrays.stream(slots).asLongStream().toArray());
                IValue slot = IValue.from((PtNDArray) ids);
                IValue all = IValue.from(whole);
                IValue keys = IValue.from(length)) {
            return program.call(
                    "forward_single_rows",
                    model.weights(),
                    cache,
                    state.value(),
                    rows.positions(),
                    rows.places(),
                    slot,
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
        confinement.check();
        int layers = model.config().layers();
        fill(state, state.spanStarts(), layers);
        try (RowPlaces rows = new RowPlaces(model.manager(), state, capacity);
                IValue first = IValue.from((long) state.layer());
                IValue last = IValue.from((long) layers)) {
            program.call(
                            "propagate_rows",
                            model.weights(),
                            cache,
                            state.value(),
                            rows.positions(),
                            rows.places(),
                            first,
                            last)
                    .close();
        }
    }

    private void fill(RowStates state, int[] starts, int layer) {
        for (int i = 0; i < starts.length - 1; i++) {
            filled[state.slots()[starts[i]]].fill(
                    Arrays.copyOfRange(state.positions(), starts[i], starts[i + 1]),
                    state.layer(),
                    layer);
        }
    }

    @Override
    public void close() {
        cache.close();
    }
}
