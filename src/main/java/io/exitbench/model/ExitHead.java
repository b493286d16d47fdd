package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What turns the hidden state after a layer into logits: the exit's own block, if it has one, then
 * the final norm and the LM head that all exits share. It belongs to a model and ends with it.
 */
public final class ExitHead {
    /** Rows that are copied to the host together. */
    private static final int ROWS_AT_ONCE = 2048;

    private final NDManager manager;
    private final TorchProgram program;
    private final IValue weights;
    private final NDArray lmHead;
    private final Optional<HostDecisions> host;
    private final Optional<HeadPreview> preview;
    private final Map<Integer, IValue> blocks = new HashMap<>();
    private final Map<Integer, Long> blockMultiplyAdds = new HashMap<>();

    ExitHead(
            NDManager manager,
            TorchProgram program,
            IValue weights,
            NDArray lmHead,
            Optional<HostDecisions> host,
            Optional<HeadPreview> preview,
            ExitBlocks exitBlocks) {
        this.manager = manager;
        this.program = program;
        this.weights = weights;
        this.lmHead = lmHead;
        this.host = host;
        this.preview = preview;
        exitBlocks
                .blocks()
                .forEach(
                        (layer, block) -> {
                            blocks.put(layer, IValue.listFrom(block.toArray(PtNDArray[]::new)));
                            blockMultiplyAdds.put(layer, ExitBlocks.multiplyAdds(block));
                        });
    }

    /**
     * Logits of one token.
     *
     * @param state one row after a layer
     * @return {@code [1, vocabulary]}, which the caller closes
     * @throws IllegalArgumentException if there are more rows
     */
    public Logits logits(HiddenState state) {
        requireOne(state, "Logits");
        if (state.source() instanceof TableRows rows && !blocks.containsKey(state.layer())) {
            try (RowLogits logits = rows.logits(manager, program)) {
                return logits.row(0);
            }
        }
        return Logits.of(manager, program, logits(state.value(), state.layer()), host);
    }

    private static void requireOne(HiddenState state, String what) {
        if (state.rows() != 1) {
            throw new IllegalArgumentException(
                    what + " are of one token, not of " + state.rows() + ".");
        }
    }

    /**
     * What several tokens of a completion are followed by, for which the head's weights are read
     * once.
     *
     * @param states rows after a layer
     * @return the most probable token of each row
     */
    public int[] argmax(HiddenState states) {
        if (states.rows() == 1) {
            try (Logits logits = logits(states)) {
                return new int[] {logits.argmax()};
            }
        }
        try (RowLogits logits = logits(states.source(), states.layer())) {
            return logits.argmax();
        }
    }

    /**
     * Logits of several completions' tokens, for which the head's weights are read once.
     *
     * @param states rows after a layer
     * @return the logits, which the caller closes
     */
    public RowLogits logits(RowStates states) {
        return logits(states.source(), states.layer());
    }

    private RowLogits logits(StateRows states, int layer) {
        if (states instanceof TableRows rows && rows.fitLogits() && !blocks.containsKey(layer)) {
            return rows.logits(manager, program);
        }
        return new TensorRowLogits(program, manager, logits(states.value(), layer), host);
    }

    /**
     * Multiply-adds of one token in an exit's own block.
     *
     * @param layer of the exit, 1-based
     * @return weights of its matrix products, 0 if it has no block
     */
    public long blockMultiplyAdds(int layer) {
        return blockMultiplyAdds.getOrDefault(layer, 0L);
    }

    /**
     * Logits of any number of rows.
     *
     * @param states {@code [.., hidden]} after a layer
     * @param layer that layer, 1-based
     * @param owner of the result
     * @return {@code [.., vocabulary]}
     */
    public NDArray logits(NDArray states, int layer, NDManager owner) {
        try (IValue argument = IValue.from((PtNDArray) states);
                IValue result = logits(argument, layer)) {
            return result.toTensor((PtNDManager) owner);
        }
    }

    private IValue logits(IValue state, int layer) {
        return adapted(layer, state, adapted -> program.call("logits", weights, adapted));
    }

    /** Through the exit's own block, if it has one. */
    private <T> T adapted(int layer, IValue state, Function<IValue, T> question) {
        IValue block = blocks.get(layer);
        if (block == null) {
            return question.apply(state);
        }
        try (IValue adapted = program.call("exit_block", block, state)) {
            return question.apply(adapted);
        }
    }

    /** An exit's own block is evaluated by operators alone. */
    private Optional<HostDecisions> onHost(HiddenState state) {
        return blocks.containsKey(state.layer()) ? Optional.empty() : host;
    }

    /** What Java answers, exits' own blocks aside. */
    Optional<HostDecisions> host() {
        return host;
    }

    /**
     * @return whether candidates come from a preview of the head, so that the whole one is not
     *     evaluated for them
     */
    public boolean previews() {
        return preview.isPresent();
    }

    Optional<HeadPreview> preview() {
        return preview;
    }

    /**
     * @return multiply-adds of one token's preview, 0 if there is none
     */
    public long previewMultiplyAdds() {
        return preview.map(HeadPreview::multiplyAdds).orElse(0L);
    }

    /**
     * Chooses candidates by the preview of the head; does not wait for the device.
     *
     * @param state one row after a layer
     * @param count at most the vocabulary
     * @return the tokens that it ranks highest, which the caller closes before it asks again
     * @throws IllegalArgumentException if there are more rows
     * @throws java.util.NoSuchElementException if there is no preview
     */
    public Candidates propose(HiddenState state, int count) {
        requireOne(state, "Candidates");
        if (state.source() instanceof TableRows rows && !blocks.containsKey(state.layer())) {
            Optional<Candidates> chosen = rows.propose(manager, count);
            if (chosen.isPresent()) {
                return chosen.get();
            }
        }
        return propose(state.value(), state.layer(), count);
    }

    /**
     * Chooses candidates of several completions' tokens, by the preview of the head if there is
     * one, else by the whole head.
     *
     * @param states rows after a layer, that of a token's first exit
     * @param count for each row, at most the vocabulary
     * @return the tokens, which the caller closes
     */
    public Candidates choose(RowStates states, int count) {
        if (previews()) {
            return propose(states.value(), states.layer(), count);
        }
        try (RowLogits logits = logits(states)) {
            return logits.best(count);
        }
    }

    private Candidates propose(IValue state, int layer, int count) {
        HeadPreview by = preview.orElseThrow();
        return adapted(layer, state, adapted -> by.best(adapted, count));
    }

    /**
     * What an exit says of the next token among candidates: only their rows of the LM head are
     * evaluated, in one call that waits for the device once, or in Java.
     *
     * @param state one row after a layer
     * @param candidates of that row's token
     * @return one row
     * @throws IllegalArgumentException if there are more rows
     */
    public Predictions among(HiddenState state, Candidates candidates) {
        requireOne(state, "Candidates");
        if (state.source() instanceof TableRows rows && !blocks.containsKey(state.layer())) {
            Optional<AnsweredLogits.Confidences> answer = rows.among(candidates);
            if (answer.isPresent()) {
                return answer.get().row();
            }
        }
        return onHost(state)
                .map(decisions -> decisions.among(state, candidates))
                .orElseGet(() -> byOperators(state, candidates));
    }

    Predictions byOperators(HiddenState state, Candidates candidates) {
        return among(state.value(), state.layer(), candidates);
    }

    /**
     * The same of several completions' tokens, each with candidates of its own.
     *
     * @param states rows after a layer
     * @param candidates of as many rows
     * @return a row for each
     */
    public Predictions among(RowStates states, Candidates candidates) {
        return among(states.value(), states.layer(), candidates);
    }

    private Predictions among(IValue state, int layer, Candidates candidates) {
        try (NDManager temporary = manager.newSubManager();
                IValue numbers =
                        adapted(
                                layer,
                                state,
                                adapted ->
                                        program.call(
                                                "among_rows",
                                                weights,
                                                candidates.value(),
                                                adapted))) {
            return Predictions.ofRows(numbers.toTensor((PtNDManager) temporary).toDoubleArray());
        }
    }

    /**
     * The final norm, which a net over hidden states may be trained on, without the LM head.
     *
     * @param states {@code [.., hidden]}
     * @param owner of the result
     * @return {@code [.., width]}, {@link ModelConfig#headInputSize()} wide
     */
    public NDArray normalise(NDArray states, NDManager owner) {
        try (IValue argument = IValue.from((PtNDArray) states);
                IValue result = program.call("final_norm", weights, argument)) {
            return result.toTensor((PtNDManager) owner);
        }
    }

    /**
     * Copies states to the host in half precision, to which the device rounds them.
     *
     * @param states rows after a layer
     * @param normalised whether to take them after the final norm
     * @return {@code [rows, width]} IEEE binary16 numbers, row-major, {@link ModelConfig#stateSize}
     *     wide; infinite where a value is beyond ±65504
     */
    public ShortBuffer halves(RowStates states, boolean normalised) {
        try (NDManager temporary = manager.newSubManager()) {
            NDArray state = states.toArray(temporary);
            NDArray wanted = normalised ? normalise(state, temporary) : state;
            return wanted.toType(DataType.FLOAT16, false).toByteBuffer().asShortBuffer();
        }
    }

    /**
     * Rows of the LM head.
     *
     * @param tokens vocabulary indices
     * @return for each token the weights of its logit over normalised states, float32
     */
    public float[][] rows(int[] tokens) {
        float[][] rows = new float[tokens.length][];
        for (int from = 0; from < tokens.length; from += ROWS_AT_ONCE) {
            int count = Math.min(ROWS_AT_ONCE, tokens.length - from);
            long[] wanted = Arrays.stream(tokens, from, from + count).asLongStream().toArray();
            float[] copied = rows(wanted);
            int width = copied.length / count;
            for (int i = 0; i < count; i++) {
                rows[from + i] = Arrays.copyOfRange(copied, i * width, (i + 1) * width);
            }
        }
        return rows;
    }

    private float[] rows(long[] tokens) {
        try (NDManager temporary = manager.newSubManager();
                IValue table = IValue.from((PtNDArray) lmHead);
                IValue wanted = IValue.from((PtNDArray) temporary.create(tokens));
                IValue result = program.call("select_rows", table, wanted)) {
            NDArray rows = result.toTensor((PtNDManager) temporary);
            return rows.toType(DataType.FLOAT32, false).toFloatArray();
        }
    }

    void close() {
        blocks.values().forEach(IValue::close);
        preview.ifPresent(HeadPreview::close);
    }
}
