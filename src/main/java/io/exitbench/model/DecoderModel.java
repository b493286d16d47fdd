package io.exitbench.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import java.util.Optional;
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
    static final int LM_HEAD = 1;

    private final NDManager manager;
    private final ModelConfig config;
    private final TypedTensors typed;
    private final int window;
    private final int threads;
    private final int candidates;
    private final TorchProgram program;
    private final IValue weights;
    private final ExitHead head;
    private final IntegerConstants integers;
    private final Fusion fusion;

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
        manager = NDManager.newBaseManager(options.device(), ENGINE);
        threads = options.threadsFor(config);
        candidates = Math.min(options.candidates(), config.vocabularySize());
        useItsThreads();
        try {
            typed = TypedTensors.of(manager, options.type());
            Architecture architecture = config.architecture();
            List<NDArray> tensors =
                    DecoderWeights.load(manager, architecture, source, window, typed);
            program = program(architecture, options);
            ExitBlocks blocks = exitBlocks.apply(manager, options.type());
            weights = IValue.listFrom(tensors.toArray(PtNDArray[]::new));
            if (options.eightBit()) {
                pack(architecture, tensors);
            }
            NDArray lmHead = tensors.get(LM_HEAD);
            Optional<HostDecisions> host =
                    HostDecisions.of(
                            manager,
                            lmHead,
                            () ->
                                    new RowReader(
                                            manager,
                                            program,
                                            weights,
                                            architecture
                                                    .fusedLayers()
                                                    .map(layers -> new HostNorm(layers, tensors))));
            Optional<HeadPreview> preview = preview(options.previewRank());
            head = new ExitHead(manager, program, weights, lmHead, host, preview, blocks);
            fusion = Fusion.of(config, tensors, preview, options);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
        integers = new IntegerConstants(Math.max(window, config.layers()));
    }

    private Optional<HeadPreview> preview(int rank) {
        return rank == 0
                ? Optional.empty()
                : Optional.of(new HeadPreview(manager, program, weights, config, window, rank));
    }

    private TorchProgram program(Architecture architecture, DecoderOptions options) {
        return options.eightBit()
                ? new TorchProgram(
                        manager,
                        TorchSource.eightBitDecoder(architecture),
                        List.of(TorchSource.PACKED))
                : new TorchProgram(manager, TorchSource.decoder(architecture));
    }

    /** The LM head, and every matrix of a layer. */
    private void pack(Architecture architecture, List<NDArray> tensors) {
        pack(LM_HEAD);
        for (int at = architecture.globalCount(); at < tensors.size(); at++) {
            if (tensors.get(at).getShape().dimension() == 2) {
                pack(at);
            }
        }
    }

    private void pack(int weight) {
        try (IValue place = IValue.from((long) weight)) {
            program.call("pack", weights, place).close();
        }
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
        return typed.type();
    }

    /** Makes tensors of the compute type. */
    TypedTensors typed() {
        return typed;
    }

    /**
     * What the weights take on the device, but for embeddings, norms and biases.
     *
     * @return bytes of layers and LM head
     */
    public long weightBytes() {
        return (config.layers() * config.layerMultiplyAdds() + config.headMultiplyAdds())
                * type().getNumOfBytes();
    }

    /**
     * What a completion's keys and values take on the device.
     *
     * @param positions of its prompt and its tokens
     * @return bytes of all layers
     */
    public long cacheBytes(int positions) {
        return 2L
                * config.layers()
                * config.keyValueHeads()
                * config.headSize()
                * positions
                * type().getNumOfBytes();
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

    TorchProgram program() {
        return program;
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
        return fusion.decoding()
                .<DecoderSession>map(decoding -> fusedSession(decoding))
                .orElseGet(() -> new DecoderSession(this, program, integers::get));
    }

    private DecoderSession fusedSession(FusedDecoding decoding) {
        return new KernelSession(
                this,
                program,
                integers::get,
                own ->
                        decoding.kernels(
                                manager,
                                typed,
                                own.cache().layers(),
                                own.cache().capacity(),
                                1,
                                own::table));
    }

    /**
     * @return how single tokens are computed, for a report: {@code graphs}, or {@code operators}
     *     and on a GPU why
     */
    public String execution() {
        return fusion.description();
    }

    /**
     * Makes room for completions that advance together, each at its own pace.
     *
     * @param slots how many, at least 1
     * @param positions that each will need, at most {@link #window()}
     * @return the session, which the caller closes before the model
     * @throws IllegalArgumentException if there are none or too many of them
     */
    public BatchSession newBatchSession(int slots, int positions) {
        return newBatchSession(slots, positions, device().isGpu());
    }

    /**
     * @param together whether single rows attend in one product
     */
    BatchSession newBatchSession(int slots, int positions, boolean together) {
        return fusion.decoding()
                .<BatchSession>map(decoding -> fusedBatch(decoding, slots, positions, together))
                .orElseGet(() -> new BatchSession(this, program, slots, positions, together));
    }

    private BatchSession fusedBatch(
            FusedDecoding decoding, int slots, int positions, boolean together) {
        return new KernelBatchSession(
                this,
                program,
                slots,
                positions,
                together,
                own ->
                        decoding.kernels(
                                manager,
                                typed,
                                own.caches().layers(),
                                positions,
                                slots,
                                own::table));
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
     * Brings an exit net to the device.
     *
     * @param net for hidden states of this model
     * @return the net, which the caller closes before the model
     * @throws io.exitbench.ExitBenchException if it is made for states of another width
     */
    public DeviceNet upload(ExitNet net) {
        return new DeviceNet(manager, config, program, weights, head.host(), net);
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
        fusion.close();
        weights.close();
        head.close();
        integers.close();
        program.close();
        typed.close();
        manager.close();
    }
}
