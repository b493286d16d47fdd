package io.exitbench.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import io.exitbench.strategy.ExitNet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * A decoder on a device whose layers can be run a few at a time. Layers are counted from 0 and
 * ranges exclude their end: layers {@code [0, 4)} are those that make exit layer 4.
 *
 * <p>Results belong to the caller, who closes them. One thread at a time.
 */
public final class DecoderModel implements AutoCloseable {
    static final String ENGINE = "PyTorch";

    /** Where every architecture keeps its LM head among the tensors. */
    private static final int LM_HEAD = 1;

    private final NDManager manager;
    private final ModelConfig config;
    private final DataType type;
    private final int window;
    private final int threads;
    private final List<NDArray> tensors;
    private final TorchProgram program;
    private final IValue weights;
    private final Map<Integer, IValue> exitBlocks = new HashMap<>();
    private final IntegerConstants integers;

    /**
     * @param exitBlocks makes the blocks of exit layers, in the given type and owned by the given
     *     manager
     */
    DecoderModel(
            ModelConfig config,
            TensorSource source,
            DecoderOptions options,
            BiFunction<NDManager, DataType, ExitBlocks> exitBlocks) {
        this.config = config;
        window = Math.min(options.window(), config.maxPositions());
        type = options.type();
        manager = NDManager.newBaseManager(options.device(), ENGINE);
        threads = options.threadsFor(config);
        JniUtils.setNumThreads(threads);
        try {
            Architecture architecture = Architecture.of(config);
            tensors = DecoderWeights.load(manager, architecture, source, window, type);
            program = new TorchProgram(manager, architecture.source());
            exitBlocks
                    .apply(manager, type)
                    .blocks()
                    .forEach(
                            (layer, block) ->
                                    this.exitBlocks.put(
                                            layer,
                                            IValue.listFrom(block.toArray(PtNDArray[]::new))));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
        weights = IValue.listFrom(tensors.toArray(PtNDArray[]::new));
        integers = new IntegerConstants(Math.max(window, config.layers()));
    }

    /**
     * @return the architecture
     */
    public ModelConfig config() {
        return config;
    }

    /**
     * @return positions that fit a cache: prompt and completion together
     */
    public int window() {
        return window;
    }

    /**
     * @return compute type of weights and hidden states
     */
    public DataType type() {
        return type;
    }

    /**
     * @return where the weights are
     */
    public Device device() {
        return manager.getDevice();
    }

    /**
     * @return owner of everything on the device; sub-managers of it end with the model
     */
    public NDManager manager() {
        return manager;
    }

    /**
     * @return an empty cache for {@link #window()} positions
     */
    public KvCache newCache() {
        // Training an agent in this process leaves PyTorch with all cores (ND4J sets the threads of
        // OpenMP for both); a second thread that waits busily would be measured as work.
        JniUtils.setNumThreads(threads);
        return new KvCache(manager, config, window, type);
    }

    /**
     * Begins sequences that advance together.
     *
     * @param sequences how many, at least 1
     * @param positions that each will need, at most {@link #window()}
     * @return the batch, which the caller closes before the model
     */
    public SequenceBatch newBatch(int sequences, int positions) {
        JniUtils.setNumThreads(threads);
        return new SequenceBatch(manager, config, program, weights, sequences, positions);
    }

    /**
     * Embeds tokens that follow one another.
     *
     * @param tokens at least one
     * @param position of the first
     */
    public HiddenState start(int[] tokens, int position) {
        long[] wide = new long[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            wide[i] = tokens[i];
        }
        try (NDArray ids = manager.create(wide);
                IValue argument = IValue.from((PtNDArray) ids)) {
            IValue state = program.call("start", weights, argument, integers.get(position));
            return new HiddenState(state, tokens.length);
        }
    }

    /**
     * Embeds one token.
     *
     * @param token its id
     * @param position where it stands
     */
    public HiddenState start(int token, int position) {
        try (IValue id = IValue.from(token)) {
            IValue state = program.call("start_token", weights, id, integers.get(position));
            return new HiddenState(state, 1);
        }
    }

    /**
     * Runs layers on rows that follow one another and writes their keys and values.
     *
     * @param state one row, or several from position 0
     * @param position of the first row; the cache holds all before it in these layers
     * @param first first layer
     * @param last layer after the last
     */
    public HiddenState extend(KvCache cache, HiddenState state, int position, int first, int last) {
        IValue result =
                program.call(
                        "extend",
                        weights,
                        cache.tensors(),
                        state.value(),
                        integers.get(position),
                        integers.get(first),
                        integers.get(last));
        return new HiddenState(result, state.rows());
    }

    /**
     * Runs layers on rows at any positions; a row sees the cached keys up to its own position.
     *
     * @param positions ascending, one for each row
     * @param first first layer
     * @param last layer after the last
     */
    public HiddenState scattered(
            KvCache cache, HiddenState state, long[] positions, int first, int last) {
        int length = (int) positions[positions.length - 1] + 1;
        try (NDArray at = manager.create(positions);
                IValue argument = IValue.from((PtNDArray) at)) {
            IValue result =
                    program.call(
                            "scattered",
                            weights,
                            cache.tensors(),
                            state.value(),
                            argument,
                            integers.get(length),
                            integers.get(first),
                            integers.get(last));
            return new HiddenState(result, state.rows());
        }
    }

    /**
     * Writes the keys and values of layers that were skipped, all from one hidden state per row.
     *
     * @param position of the first row
     * @param first first skipped layer
     * @param last layer after the last
     */
    public void propagate(KvCache cache, HiddenState state, int position, int first, int last) {
        program.call(
                        "propagate",
                        weights,
                        cache.tensors(),
                        state.value(),
                        integers.get(position),
                        integers.get(first),
                        integers.get(last))
                .close();
    }

    /** Waits until the device has done all that was asked of it, so that a clock can be read. */
    public void settle() {
        program.call("settle", weights).close();
    }

    /**
     * One row of several, without copying.
     *
     * @param index from 0
     */
    public HiddenState row(HiddenState state, int index) {
        return new HiddenState(program.call("row", state.value(), integers.get(index)), 1);
    }

    /**
     * Rows stacked in the given order.
     *
     * @param states at least one
     */
    public HiddenState join(List<HiddenState> states) {
        IValue[] parts = new IValue[states.size()];
        int rows = 0;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = states.get(i).value();
            rows += states.get(i).rows();
        }
        try (IValue list = IValue.listFrom(parts)) {
            return new HiddenState(program.call("join", list), rows);
        }
    }

    /**
     * The exit's own block, if it has one, final norm and LM head.
     *
     * @param state one row after a layer
     * @param layer that layer, 1-based
     */
    public Logits logits(HiddenState state, int layer) {
        IValue block = exitBlocks.get(layer);
        if (block == null) {
            return new Logits(program, program.call("logits", weights, state.value()));
        }
        try (IValue adapted = program.call("exit_block", block, state.value())) {
            return new Logits(program, program.call("logits", weights, adapted));
        }
    }

    /**
     * Runs whole sequences without a cache, for scoring.
     *
     * @param tokens {@code [sequences, length]}, int64, padded on the right with any token
     * @param layers how many layers to run
     * @param owner of the results
     * @return embedding output and the hidden states after each layer, {@code [sequences, length,
     *     hidden]} each
     */
    public List<NDArray> whole(NDArray tokens, int layers, NDManager owner) {
        try (IValue ids = IValue.from((PtNDArray) tokens);
                IValue result = program.call("whole", weights, ids, integers.get(layers))) {
            return List.of(result.toTensorArray((PtNDManager) owner));
        }
    }

    /**
     * Rows of the LM head.
     *
     * @param tokens vocabulary indices
     * @return for each token the weights of its logit over normalised states, float32
     */
    public float[][] headRows(int[] tokens) {
        float[][] rows = new float[tokens.length][];
        try (NDManager temporary = manager.newSubManager()) {
            for (int i = 0; i < rows.length; i++) {
                NDArray row = tensors.get(LM_HEAD).get(temporary, tokens[i]);
                rows[i] = row.toType(DataType.FLOAT32, false).toFloatArray();
            }
        }
        return rows;
    }

    /**
     * Brings an exit net to the device.
     *
     * @param net for hidden states of this model
     * @return the net, which the caller closes before the model
     * @throws io.exitbench.ExitBenchException if it is made for states of another width
     */
    public DeviceNet upload(ExitNet net) {
        return new DeviceNet(manager, config, program, weights, net);
    }

    /**
     * The final norm alone, which a net over hidden states may be trained on.
     *
     * @param states {@code [.., hidden]}
     * @param owner of the result
     * @return the same shape
     */
    public NDArray normalised(NDArray states, NDManager owner) {
        try (IValue argument = IValue.from((PtNDArray) states);
                IValue result = program.call("final_norm", weights, argument)) {
            return result.toTensor((PtNDManager) owner);
        }
    }

    /**
     * The exit's own block, if it has one, final norm and LM head on any number of rows.
     *
     * @param states {@code [.., hidden]} after a layer
     * @param layer that layer, 1-based
     * @param owner of the result
     * @return {@code [.., vocabulary]}
     */
    public NDArray logits(NDArray states, int layer, NDManager owner) {
        IValue block = exitBlocks.get(layer);
        try (IValue argument = IValue.from((PtNDArray) states);
                IValue adapted =
                        block == null ? null : program.call("exit_block", block, argument);
                IValue result =
                        program.call("logits", weights, adapted == null ? argument : adapted)) {
            return result.toTensor((PtNDManager) owner);
        }
    }

    /**
     * Waits until the device has done all it was given, so that a clock or a meter read now covers
     * it. A CPU never has anything outstanding; on a GPU, copying a number back waits for
     * everything before it in the queue.
     */
    public void synchronise() {
        if (device().isGpu()) {
            try (NDArray last = manager.zeros(new Shape(1))) {
                last.toByteArray();
            }
        }
    }

    @Override
    public void close() {
        weights.close();
        exitBlocks.values().forEach(IValue::close);
        integers.close();
        program.close();
        manager.close();
    }
}
