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
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The weights of a decoder on a device and their configuration. A {@link DecoderSession} runs them
 * token by token, the {@link ExitHead} turns states into logits; both end with the model.
 *
 * <p>Results belong to the caller, who closes them.
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
    private final int candidates;
    private final TorchProgram program;
    private final IValue weights;
    private final ExitHead head;
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
        candidates = Math.min(options.candidates(), config.vocabularySize());
        useItsThreads();
        try {
            Architecture architecture = config.architecture();
            List<NDArray> tensors =
                    DecoderWeights.load(manager, architecture, source, window, type);
            program = new TorchProgram(manager, TorchSource.decoder(architecture));
            ExitBlocks blocks = exitBlocks.apply(manager, type);
            weights = IValue.listFrom(tensors.toArray(PtNDArray[]::new));
            head = new ExitHead(manager, program, weights, tensors.get(LM_HEAD), blocks);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
        integers = new IntegerConstants(Math.max(window, config.layers()));
    }

    /**
     * @return the architecture
     */
    public ModelConfig config() {
        return config;
    }

    /**
     * @return positions that fit a session: prompt and completion together
     */
    public int window() {
        return window;
    }

    /**
     * @return candidates that a token has
     */
    public int candidates() {
        return candidates;
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
     * @return final norm and LM head
     */
    public ExitHead head() {
        return head;
    }

    IValue weights() {
        return weights;
    }

    /**
     * Makes room for completions.
     *
     * @return a session of {@link #window()} positions, which the caller closes before the model
     */
    public DecoderSession newSession() {
        return new DecoderSession(this, program, integers::get);
    }

    /**
     * Begins sequences that advance together.
     *
     * @param sequences how many, at least 1
     * @param positions that each will need, at most {@link #window()}
     * @return the batch, which the caller closes before the model
     * @throws IllegalArgumentException if there are none or too many of them
     */
    public SequenceBatch newBatch(int sequences, int positions) {
        useItsThreads();
        return new SequenceBatch(this, program, sequences, positions);
    }

    /**
     * Sets the threads of PyTorch for the calling thread. Training an agent in this process leaves
     * PyTorch with all cores (ND4J sets the threads of OpenMP for both); a second thread that waits
     * busily would be measured as work.
     */
    void useItsThreads() {
        JniUtils.setNumThreads(threads);
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
    public List<NDArray> forwardBatch(NDArray tokens, int layers, NDManager owner) {
        try (IValue ids = IValue.from((PtNDArray) tokens);
                IValue result = program.call("forward_batch", weights, ids, integers.get(layers))) {
            return List.of(result.toTensorArray((PtNDManager) owner));
        }
    }

    /**
     * Reads a whole text at once at full depth.
     *
     * @param text token ids, at least one, within the model's window
     * @return the states at every token, which the caller closes
     */
    public LayerStates read(int[] text) {
        long[] ids = Arrays.stream(text).asLongStream().toArray();
        NDManager owner = manager.newSubManager();
        try {
            NDArray tokens = owner.create(ids, new Shape(1, ids.length));
            List<NDArray> states = forwardBatch(tokens, config.layers(), owner);
            return new LayerStates(
                    owner,
                    head,
                    states.subList(1, states.size()).stream()
                            .map(state -> state.squeeze(0))
                            .toList());
        } catch (RuntimeException e) {
            owner.close();
            throw e;
        }
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
     * Waits until the device has done all it was given, so that a clock or a meter read now covers
     * it. A CPU never has anything outstanding.
     */
    public void synchronise() {
        if (device().isGpu()) {
            program.call("synchronise", weights).close();
        }
    }

    @Override
    public void close() {
        weights.close();
        head.close();
        integers.close();
        program.close();
        manager.close();
    }
}
