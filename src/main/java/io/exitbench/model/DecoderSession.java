package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.function.IntFunction;

/**
 * The state of one completion at a time: the keys and values of its tokens and the position of the
 * next one. Layers can be run a few at a time; a hidden state knows how many it has run through.
 *
 * <p>States belong to the caller, who closes them. A completion belongs to the thread that began
 * it: another one that reaches into it gets an {@link IllegalStateException}. Sessions of one model
 * are independent of each other.
 */
public sealed class DecoderSession implements AutoCloseable permits KernelSession {
    private final DecoderModel model;
    private final TorchProgram program;
    private final IntFunction<IValue> integers;
    private final KvCache cache;
    private final ThreadConfinement confinement = new ThreadConfinement("completion");
    private int position;

    DecoderSession(DecoderModel model, TorchProgram program, IntFunction<IValue> integers) {
        this.model = model;
        this.program = program;
        this.integers = integers;
        cache = new KvCache(model.manager(), model.config(), model.window(), model.typed());
        model.useItsThreads();
    }

    /** Begins a new completion, in the calling thread, and forgets the one before. */
    public void begin() {
        if (confinement.adopt()) {
            model.useItsThreads();
            adopted();
        }
        cache.clear();
        position = 0;
    }

    /** Called in a thread that begins completions here after another one did. */
    void adopted() {
        // PyTorch's operators ask for nothing.
    }

    /** Keys and values of the completion. */
    final KvCache cache() {
        return cache;
    }

    /**
     * Notes that rows run through layers.
     *
     * @throws IllegalArgumentException if a token before them has not, or another thread asks
     */
    final void claim(HiddenState state, int layer) {
        confinement.check();
        cache.fill(state.positions(), state.layer(), layer);
    }

    /**
     * Forgets the last tokens, so that others can follow the first ones.
     *
     * @param tokens that stay, at most {@link #position()}
     * @throws IllegalArgumentException if there are fewer
     */
    public void rewind(int tokens) {
        confinement.check();
        if (tokens < 0 || tokens > position) {
            throw new IllegalArgumentException(
                    "A completion of " + position + " tokens cannot go back to " + tokens + ".");
        }
        cache.forgetAfter(tokens);
        position = tokens;
    }

    /**
     * @return where the next token will stand: the number of tokens embedded since {@link #begin}
     */
    public int position() {
        return position;
    }

    /**
     * Embeds the completion's first tokens at once.
     *
     * @param tokens at least one
     * @return their embeddings, at positions from 0
     * @throws IllegalStateException if there are tokens already
     */
    public HiddenState embed(int[] tokens) {
        confinement.check();
        if (position > 0) {
            String sentence = "A completion of %d tokens goes on by one token at a time; begin";
            throw new IllegalStateException(sentence.formatted(position) + " another one first.");
        }
        requireRoom(tokens.length);
        long[] wide = new long[tokens.length];
        long[] positions = new long[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            wide[i] = tokens[i];
            positions[i] = i;
        }
        try (NDArray ids = model.manager().create(wide);
                IValue argument = IValue.from((PtNDArray) ids)) {
            IValue state =
                    program.call("embed_sequence", model.weights(), argument, integers.apply(0));
            position = tokens.length;
            return new HiddenState(program, state, positions, 0);
        }
    }

    /**
     * Embeds the next token.
     *
     * @param token its id
     * @return its embedding, at {@link #position()}
     */
    public HiddenState embed(int token) {
        confinement.check();
        requireRoom(1);
        return embed(token, position++);
    }

    /**
     * Embeds once more a token whose state was not kept.
     *
     * @param token its id
     * @param at where it stands, before {@link #position()}
     * @return its embedding
     */
    public HiddenState embedAgain(int token, int at) {
        confinement.check();
        if (at < 0 || at >= position) {
            throw new IllegalArgumentException(
                    "There is no token at position " + at + "; the next one is " + position + ".");
        }
        return embed(token, at);
    }

    /** Embeds a token at its place. */
    HiddenState embed(int token, int at) {
        try (IValue id = IValue.from(token)) {
            IValue state = program.call("embed_token", model.weights(), id, integers.apply(at));
            return new HiddenState(program, state, new long[] {at}, 0);
        }
    }

    private void requireRoom(int tokens) {
        if (tokens < 1 || tokens > cache.capacity() - position) {
            String sentence =
                    "A session of %d positions has no room for a sequence of %d at position %d.";
            throw new IllegalArgumentException(
                    sentence.formatted(cache.capacity(), tokens, position));
        }
    }

    /**
     * Runs layers and writes their keys and values.
     *
     * @param state one row, or several from position 0 on
     * @param layer the layer to reach, at least the state's
     * @return the rows after that layer
     * @throws IllegalArgumentException if the rows are others, or a token before them has not run
     *     through these layers
     */
    public HiddenState forward(HiddenState state, int layer) {
        confinement.check();
        if (!state.isCausal()) {
            throw new IllegalArgumentException(
                    "Forward takes one row, or several from position 0 on, not "
                            + state.rows()
                            + " rows at positions "
                            + state.firstPosition()
                            + " to "
                            + state.lastPosition()
                            + "; forwardScattered takes any.");
        }
        claim(state, layer);
        IValue result =
                program.call(
                        "forward",
                        model.weights(),
                        cache.tensors(),
                        state.value(),
                        integers.apply(state.firstPosition()),
                        integers.apply(state.layer()),
                        integers.apply(layer));
        return new HiddenState(program, result, state.positions(), layer);
    }

    /**
     * Runs layers on rows at any positions in one batch; a row sees the cached keys up to its own
     * position.
     *
     * @param state rows in ascending order of position, as {@link HiddenState#concatenate} makes
     *     them
     * @param layer the layer to reach, at least the state's
     * @return the rows after that layer
     * @throws IllegalArgumentException if a token before the last row has not run through these
     *     layers and is not among the rows
     */
    public HiddenState forwardScattered(HiddenState state, int layer) {
        claim(state, layer);
        try (NDArray at = model.manager().create(state.positions());
                IValue argument = IValue.from((PtNDArray) at)) {
            IValue result =
                    program.call(
                            "forward_scattered",
                            model.weights(),
                            cache.tensors(),
                            state.value(),
                            argument,
                            integers.apply(state.lastPosition() + 1),
                            integers.apply(state.layer()),
                            integers.apply(layer));
            return new HiddenState(program, result, state.positions(), layer);
        }
    }

    /**
     * Writes the keys and values of all layers that the rows have not run through, all from one
     * hidden state per row.
     *
     * @param state one row, or several from position 0 on
     * @throws IllegalArgumentException as for {@link #forward}
     */
    public void propagate(HiddenState state) {
        confinement.check();
        int layers = model.config().layers();
        if (!state.isCausal()) {
            throw new IllegalArgumentException(
                    "Only one row, or several from position 0 on, can be propagated.");
        }
        claim(state, layers);
        program.call(
                        "propagate",
                        model.weights(),
                        cache.tensors(),
                        state.value(),
                        integers.apply(state.firstPosition()),
                        integers.apply(state.layer()),
                        integers.apply(layers))
                .close();
    }

    @Override
    public void close() {
        cache.close();
    }
}
