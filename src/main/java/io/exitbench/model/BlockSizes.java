package io.exitbench.model;

import ai.djl.ndarray.types.DataType;
import io.exitbench.ExitBenchException;
import io.exitbench.model.cuda.CudaProgram;
import java.util.List;
import java.util.Set;

/**
 * How a model's kernels are shared out among blocks, and whether they can be.
 *
 * @param config of the model
 * @param layers of its architecture
 * @param type compute type
 */
record BlockSizes(ModelConfig config, FusedLayers layers, DataType type) {
    /** Weight rows of a tile. */
    static final int TILE = 8;

    /** Warps of a block. */
    static final int WARPS = 8;

    /** Tiles of a block where there are few rows of weights: more blocks, so that all are busy. */
    static final int FEW = 2;

    /**
     * Tiles of a block where there are many: every block needs all rows, and making their norms
     * costs energy (measured on Hopper: a token of OPT-2.7B's shape takes a twelfth less of it than
     * with one).
     */
    static final int MANY = 4;

    /** Rows that tensor cores multiply at once. */
    static final int GROUP = 16;

    /** Steps that a warp has asked for ahead (measured on Hopper). */
    static final int AHEAD = 2;

    /** What a step takes of each row of weights: a line of the cache. */
    private static final int LINE_BYTES = 128;

    /** Heads are shared out in so many rows. */
    private static final int HEAD_STEP = 16;

    /** What the feed-forward's width is shared out in: numbers of sixteen bits in a line. */
    private static final int WIDTH_STEP = 64;

    /** Longest head that a team of lanes holds. */
    private static final int LONGEST_HEAD = 128;

    /** Tokens that a rank of {@code decisions.cu} can tell apart. */
    private static final int LARGEST_VOCABULARY = 1 << 20;

    private static final Set<DataType> TYPES =
            Set.of(DataType.FLOAT16, DataType.BFLOAT16, DataType.FLOAT32);

    /**
     * Shared memory beside what a kernel is launched with: sums of a row's warps, and its norm's.
     */
    private static final int FEW_ROWS_BYTES = sumBytes(GROUP) + 1024;

    /** The same of the products of {@link RowKernels#MOST} rows. */
    private static final int MOST_ROWS_BYTES = sumBytes(RowKernels.MOST);

    private static int sumBytes(int rows) {
        return WARPS * MANY * TILE * (rows + 1) * Float.BYTES;
    }

    /**
     * @throws ExitBenchException if the kernels cannot share out the model's sizes, or compute in
     *     its type
     */
    void requireFit() {
        if (!TYPES.contains(type)) {
            throw new ExitBenchException("kernels do not compute in " + type);
        }
        // What a product sums over is read a line at a time, and what is left of one is not.
        int line = LINE_BYTES / type.getNumOfBytes();
        requireMultiple("heads", config.headSize(), HEAD_STEP);
        requireAtMost("heads", config.headSize(), LONGEST_HEAD);
        requireMultiple("hidden states", config.hiddenSize(), 32 * WARPS);
        int queries = config.heads() * config.headSize();
        requireMultiple("queries", queries, line);
        int projected = queries + 2 * config.keyValueHeads() * config.headSize();
        requireMultiple("queries, keys and values", projected, TILE * MANY);
        requireMultiple("feed-forward products", layers.wide(), WIDTH_STEP);
        requireAtMost("a vocabulary", config.vocabularySize(), LARGEST_VOCABULARY);
    }

    private static void requireMultiple(String what, int size, int step) {
        if (size % step != 0) {
            throw new ExitBenchException(
                    "kernels compute with " + what + " of a multiple of " + step + ", not " + size);
        }
    }

    private static void requireAtMost(String what, int size, int most) {
        if (size > most) {
            throw new ExitBenchException(
                    "kernels compute with " + what + " of up to " + most + ", not " + size);
        }
    }

    /**
     * @param available bytes of a block
     * @throws ExitBenchException if a kernel needs more
     */
    void requireSharedMemory(int available) {
        int single = sharedBytes(MANY, 1) + FEW_ROWS_BYTES;
        int needed = Math.max(single, sharedBytes(MANY, 0) + MOST_ROWS_BYTES);
        if (needed > available) {
            throw new ExitBenchException(
                    "a block needs "
                            + needed
                            + " bytes of shared memory for hidden states of "
                            + config.hiddenSize()
                            + " and the card has "
                            + available);
        }
    }

    /** Tells the driver what blocks will be launched with. */
    void allowSharedMemory(CudaProgram program) {
        for (String kernel : List.of("project", "feed_forward_in", "propagate", "logits")) {
            program.allow(kernel, sharedBytes(MANY, 1));
            program.allow(kernel + "_16", sharedBytes(MANY, 0));
            program.allow(kernel + "_32", sharedBytes(MANY, 0));
        }
        for (String kernel : List.of("attention_out", "feed_forward_out")) {
            program.allow(kernel + "_16", sharedBytes(FEW, 0));
            program.allow(kernel + "_32", sharedBytes(MANY, 0));
        }
        program.allow("judge", sharedBytes(1, 1));
    }

    /** The same of a kernel that there is only where the head is previewed. */
    void allowPreview(CudaProgram program) {
        program.allow("reduce", sharedBytes(1, 1));
    }

    /** Shared memory of a block: weights on their way, and rows after their norm. */
    int sharedBytes(int tiles, int normalisedRows) {
        int queue = WARPS * AHEAD * tiles * TILE * LINE_BYTES;
        return queue + normalisedRows * config.hiddenSize() * type.getNumOfBytes();
    }
}
