package io.exitbench.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.DataType;
import io.exitbench.ExitBenchException;

/**
 * How a checkpoint is brought onto a device.
 *
 * @param device where weights, caches and hidden states live
 * @param type compute type: float32 as a rule on a CPU, float16 as a rule on a GPU, or bfloat16
 * @param window positions a cache can hold, prompt and completion together; cut to the model's own
 *     limit
 * @param threads of PyTorch on a CPU, or {@link #AUTO}
 * @param candidates how many tokens a token's first exit proposes to the later ones, at least 2;
 *     cut to the vocabulary
 * @param previewRank directions of the LM head by a preview of which these are chosen, a multiple
 *     of 8; 0 if the whole head chooses them
 * @param graphs whether a GPU decodes with CUDA graphs
 * @param eightBit whether matrix products are over 8-bit weights, as PyTorch's dynamic quantisation
 *     makes them: on a CPU, in float32 for all else
 */
public record DecoderOptions(
        Device device,
        DataType type,
        int window,
        int threads,
        int candidates,
        int previewRank,
        Graphs graphs,
        boolean eightBit) {

    /** Among so many lies what the last layer says in 97 % of cases and more. */
    public static final int DEFAULT_CANDIDATES = 64;

    /** One thread for models whose layers are too small to share, else all cores. */
    public static final int AUTO = 0;

    /** Below this, waiting for a second thread costs more than it computes (measured). */
    private static final long SMALL_LAYER = 4_000_000;

    /** Kernels read what tokens have of directions in eights. */
    private static final int RANK_STEP = 8;

    /** Window of the default suites: CodeXGLUE's block of 1,024 tokens. */
    public static final int DEFAULT_WINDOW = 1024;

    /**
     * @throws ExitBenchException if there are fewer than two candidates, the rank of the preview is
     *     none, or there are 8-bit weights where PyTorch has none
     */
    public DecoderOptions {
        if (candidates < 2) {
            throw new ExitBenchException(
                    "A token has at least 2 candidates, not "
                            + candidates
                            + " (exitbench.candidates).");
        }
        if (previewRank < 0 || previewRank % RANK_STEP != 0) {
            throw new ExitBenchException(
                    "A preview of the head has a rank of a multiple of "
                            + RANK_STEP
                            + ", or 0 for none, not "
                            + previewRank
                            + " (exitbench.preview-rank).");
        }
        if (eightBit && !canBeEightBit(device, type)) {
            throw new ExitBenchException(
                    "8-bit weights need a CPU and float32; leave them out or give"
                            + " exitbench.device=cpu and exitbench.compute-type=float32.");
        }
    }

    /**
     * @param device where weights, caches and hidden states live
     * @param type compute type
     * @param window positions a cache can hold
     * @param threads of PyTorch on a CPU, or {@link #AUTO}
     */
    public DecoderOptions(Device device, DataType type, int window, int threads) {
        this(device, type, window, threads, DEFAULT_CANDIDATES, 0, Graphs.AUTO, false);
    }

    /**
     * @return float32 on the CPU with the default window
     */
    public static DecoderOptions cpu() {
        return new DecoderOptions(Device.cpu(), DataType.FLOAT32, DEFAULT_WINDOW, AUTO);
    }

    /**
     * @param count of candidates
     * @return the same with so many
     */
    public DecoderOptions withCandidates(int count) {
        return new DecoderOptions(
                device, type, window, threads, count, previewRank, graphs, eightBit);
    }

    /**
     * @param rank of the preview of the head that chooses candidates, 0 for the whole head
     * @return the same with that rank
     */
    public DecoderOptions withPreviewRank(int rank) {
        return new DecoderOptions(
                device, type, window, threads, candidates, rank, graphs, eightBit);
    }

    /**
     * @param choice whether a GPU decodes with CUDA graphs
     * @return the same with that choice
     */
    public DecoderOptions withGraphs(Graphs choice) {
        return new DecoderOptions(
                device, type, window, threads, candidates, previewRank, choice, eightBit);
    }

    /**
     * @return whether PyTorch has products over 8-bit weights there
     */
    public boolean canBeEightBit() {
        return canBeEightBit(device, type);
    }

    private static boolean canBeEightBit(Device device, DataType type) {
        return !device.isGpu() && type == DataType.FLOAT32;
    }

    /**
     * @return the same with 8-bit weights
     */
    public DecoderOptions withEightBitWeights() {
        return new DecoderOptions(
                device, type, window, threads, candidates, previewRank, graphs, true);
    }

    /**
     * Chooses as a user says.
     *
     * @param device {@code cpu}, {@code gpu}, or {@code auto}: a GPU if PyTorch sees one
     * @param type {@code float32}, {@code float16}, {@code bfloat16}, or {@code auto}: float16 on a
     *     GPU, else float32
     * @param window positions a cache can hold
     * @param threads of PyTorch on a CPU, or {@link #AUTO}
     * @return the options
     * @throws ExitBenchException if a word is unknown, there is no GPU to be had, or the CPU does
     *     not compute in bfloat16
     */
    public static DecoderOptions choose(String device, String type, int window, int threads) {
        boolean there = Engine.getEngine(DecoderModel.ENGINE).getGpuCount() > 0;
        boolean gpu =
                switch (device) {
                    case "cpu" -> false;
                    case "gpu" -> true;
                    case "auto" -> there;
                    default -> throw unknown("device", device, "cpu, gpu and auto");
                };
        if (gpu && !there) {
            throw new ExitBenchException(
                    "The device is to be gpu but PyTorch sees none; install a CUDA build of"
                            + " PyTorch or give cpu (exitbench.device, --device).");
        }
        DataType compute =
                switch (type) {
                    case "float16" -> DataType.FLOAT16;
                    case "bfloat16" -> DataType.BFLOAT16;
                    case "float32" -> DataType.FLOAT32;
                    case "auto" -> gpu ? DataType.FLOAT16 : DataType.FLOAT32;
                    default ->
                            throw unknown(
                                    "compute type", type, "float32, float16, bfloat16 and auto");
                };
        if (compute == DataType.BFLOAT16 && !gpu && !OneDnn.computesBfloat16()) {
            throw new ExitBenchException(
                    "The compute type is to be bfloat16 but oneDNN does not compute in it on this"
                            + " processor; give float32 (exitbench.compute-type, --type) or a GPU.");
        }
        return new DecoderOptions(gpu ? Device.gpu() : Device.cpu(), compute, window, threads);
    }

    private static ExitBenchException unknown(String what, String given, String there) {
        return new ExitBenchException(
                "There is no " + what + " \"" + given + "\"; there are " + there + ".");
    }

    /**
     * @param config of a model
     * @return threads that PyTorch gets for it on a CPU
     */
    public int threadsFor(ModelConfig config) {
        if (threads != AUTO) {
            return threads;
        }
        return config.layerMultiplyAdds() < SMALL_LAYER
                ? 1
                : Runtime.getRuntime().availableProcessors();
    }
}
