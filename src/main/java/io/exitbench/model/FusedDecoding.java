package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.exitbench.ExitBenchException;
import io.exitbench.model.cuda.CudaDevice;
import io.exitbench.model.cuda.CudaProgram;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * A model's kernels for single tokens, compiled for its sizes and the card: what all its sessions
 * share. They read the weights where PyTorch keeps them.
 */
final class FusedDecoding implements AutoCloseable {
    private final ModelConfig config;
    private final FusedLayers layers;
    private final DataType type;
    private final List<NDArray> weights;
    private final TensorAddress address;
    private final CudaDevice device;
    private final CudaProgram program;
    private final Optional<FusedPreview> preview;

    private FusedDecoding(
            ModelConfig config,
            FusedLayers layers,
            DataType type,
            List<NDArray> weights,
            TensorAddress address,
            CudaDevice device,
            CudaProgram program,
            Optional<FusedPreview> preview) {
        this.config = config;
        this.layers = layers;
        this.type = type;
        this.weights = weights;
        this.address = address;
        this.device = device;
        this.program = program;
        this.preview = preview;
    }

    /**
     * Compiles a model's kernels.
     *
     * @param weights in the order of the architecture's slots, on a GPU
     * @param preview of the LM head, if candidates are chosen by one
     * @param type compute type
     * @throws ExitBenchException saying why if that cannot be
     */
    static FusedDecoding of(
            ModelConfig config,
            List<NDArray> weights,
            Optional<HeadPreview> preview,
            DataType type) {
        FusedLayers layers =
                config.architecture()
                        .fusedLayers()
                        .orElseThrow(
                                () ->
                                        new ExitBenchException(
                                                "there are no kernels for this architecture"));
        BlockSizes sizes = new BlockSizes(config, layers, type);
        sizes.requireFit();
        TensorAddress address = TensorAddress.find();
        CudaDevice device = CudaDevice.open(weights.get(0).getDevice().getDeviceId());
        try {
            sizes.requireSharedMemory(device.sharedBytes());
            String source =
                    TorchSource.read(CudaDevice.class, "rows.cu")
                            + TorchSource.read(CudaDevice.class, "decisions.cu");
            List<String> definitions = definitions(config, layers, type, device.overlaps());
            definitions.add("PREVIEW_RANK=" + preview.map(HeadPreview::rank).orElse(0));
            CudaProgram program = device.compile(source, definitions);
            allowOrClose(sizes, program, preview.isPresent());
            return new FusedDecoding(
                    config,
                    layers,
                    type,
                    weights,
                    address,
                    device,
                    program,
                    preview.map(of -> FusedPreview.of(of, weights.get(0).getManager())));
        } catch (RuntimeException e) {
            device.close();
            throw e;
        }
    }

    private static void allowOrClose(BlockSizes sizes, CudaProgram program, boolean previews) {
        try {
            sizes.allowSharedMemory(program);
            if (previews) {
                sizes.allowPreview(program);
            }
        } catch (RuntimeException e) {
            program.close();
            throw e;
        }
    }

    /** What the source leaves open. */
    static List<String> definitions(
            ModelConfig config, FusedLayers layers, DataType type, boolean overlaps) {
        FusedLayers.Biases biases = layers.biases();
        List<String> all = new ArrayList<>();
        all.add("AHEAD=" + BlockSizes.AHEAD);
        all.add("MOST=" + RowKernels.MOST);
        all.add("FEW=" + BlockSizes.FEW);
        all.add("MANY=" + BlockSizes.MANY);
        all.add("SPLITS=" + FusedCalls.SPLITS);
        all.add("OBSERVERS=" + FusedCalls.OBSERVERS);
        all.add("OVERLAPS=" + flag(overlaps));
        all.add("SINGLE=" + flag(type == DataType.FLOAT32));
        all.add("BFLOAT=" + flag(type == DataType.BFLOAT16));
        all.add("HIDDEN=" + config.hiddenSize());
        all.add("HEADS=" + config.heads());
        all.add("KV_HEADS=" + config.keyValueHeads());
        all.add("HEAD=" + config.headSize());
        all.add("WIDE=" + layers.wide());
        all.add("VOCABULARY=" + config.vocabularySize());
        all.add("RMS=" + flag(layers.norm() == FusedLayers.Norm.ROOT_MEAN_SQUARE));
        all.add("GATED=" + flag(layers.feedForward() == FusedLayers.FeedForward.GATED));
        all.add("ROTARY=" + flag(layers.positions() == FusedLayers.Positions.ROTARY));
        all.add("LEARNED_POSITIONS=" + flag(layers.positions() == FusedLayers.Positions.LEARNED));
        all.add("BIASED_HEADS=" + flag(biases.heads()));
        all.add("BIASED_OUT=" + flag(biases.output()));
        all.add("BIASED_WIDE=" + flag(biases.feedForward()));
        all.add("EPSILON=" + literal(layers.epsilon()));
        all.add("SCALE=" + literal(1 / Math.sqrt(config.headSize())));
        return all;
    }

    private static int flag(boolean value) {
        return value ? 1 : 0;
    }

    private static String literal(double value) {
        return String.format(Locale.ROOT, "%.9ef", value);
    }

    /**
     * Kernels for a session.
     *
     * @param manager of the model
     * @param typed makes tensors of the compute type
     * @param caches keys and values of each layer, a slot after another
     * @param capacity positions of a slot
     * @param slots completions
     * @param tables the session's states after each layer
     */
    RowKernels kernels(
            NDManager manager,
            TypedTensors typed,
            List<NDArray> caches,
            int capacity,
            int slots,
            IntFunction<StateTable> tables) {
        FusedBuffers buffers = new FusedBuffers(this, manager, typed, caches, capacity, slots);
        return new CudaRowKernels(this, buffers, tables, manager);
    }

    ModelConfig config() {
        return config;
    }

    FusedLayers layers() {
        return layers;
    }

    DataType type() {
        return type;
    }

    BlockSizes sizes() {
        return new BlockSizes(config, layers, type);
    }

    CudaDevice device() {
        return device;
    }

    CudaProgram program() {
        return program;
    }

    /** What kernels need to preview the LM head, if they do. */
    Optional<FusedPreview> preview() {
        return preview;
    }

    long addressOf(NDArray tensor) {
        return address.of(tensor);
    }

    /** Address of a weight outside the layers. */
    long end(int slot) {
        return address.of(weights.get(slot));
    }

    /** Address of a layer's weight. */
    long weight(int layer, int slot) {
        Architecture architecture = config.architecture();
        int each = architecture.layerSlots(0).size();
        return address.of(weights.get(architecture.globalCount() + layer * each + slot));
    }

    /**
     * What {@code propagate} needs of every layer, {@code struct Layer} of the source.
     *
     * @param cache keys and values of each layer
     * @param owner of the result
     */
    NDArray layerTable(List<NDArray> cache, NDManager owner) {
        ByteBuffer table =
                ByteBuffer.allocateDirect(cache.size() * 5 * Long.BYTES)
                        .order(ByteOrder.nativeOrder());
        for (int layer = 0; layer < cache.size(); layer++) {
            FusedLayers.LayerSlots slots = layers.layer();
            table.putLong(weight(layer, slots.firstNorm().get(0)));
            table.putLong(weight(layer, slots.firstNorm().get(1)));
            table.putLong(weight(layer, slots.heads().get(0)));
            table.putLong(weight(layer, slots.heads().get(1)));
            table.putLong(address.of(cache.get(layer)));
        }
        table.flip();
        try (NDArray borrowed = owner.create(table, new Shape(table.remaining()), DataType.UINT8)) {
            return OwnedTensor.copy(borrowed, DataType.UINT8, owner);
        }
    }

    @Override
    public void close() {
        device.adopt();
        program.close();
        device.close();
    }
}
