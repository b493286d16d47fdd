package io.exitbench.model;

import ai.djl.ndarray.types.DataType;
import io.exitbench.ExitBenchException;
import io.exitbench.model.cuda.CudaProgram;
import java.util.List;

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
     * Tiles of a block where there are many: every block needs the norms of all rows, and making
     * them costs energy (measured on Hopper: a token of OPT-2.7B's shape takes a twelfth less of it
     * than with one).
     */
    static final int MANY = 4;

    /** Steps that a warp has asked for ahead (measured on Hopper). */
    static final int AHEAD = 2;

    /** What a step takes of each row of weights: a line of the cache. */
    private static final int LINE_BYTES = 128;

    /** Heads are shared out in so many rows. */
    private static final int HEAD_STEP = 16;

    /** Numbers of sixteen bits in a line. */
    private static final int WIDTH_STEP = 64;

    /** Longest head that a team of lanes holds. */
    private static final int LONGEST_HEAD = 128;

    /** Tokens that a rank of {@code decisions.cu} can tell apart. */
    private static final int LARGEST_VOCABULARY = 1 << 20;

    /** Shared memory of a kernel beside what it is launched with, at most. */
    private static final int STATIC_BYTES = 20_000;

    /**
     * @throws ExitBenchException if the kernels cannot share out the model's sizes, or compute in
     *     its type
     */
    void requireFit() {
        boolean known =
                type == DataType.FLOAT16 || type == DataType.BFLOAT16 || type == DataType.FLOAT32;
        boolean heads = config.headSize() % HEAD_STEP == 0 && config.headSize() <= LONGEST_HEAD;
        int projected = (config.heads() + 2 * config.keyValueHeads()) * config.headSize();
        boolean widths =
                config.hiddenSize() % (32 * WARPS) == 0
                        && layers.wide() % WIDTH_STEP == 0
                        && projected % (TILE * MANY) == 0
                        && config.vocabularySize() <= LARGEST_VOCABULARY;
        if (!known || !heads || !widths) {
            throw new ExitBenchException(
                    "kernels compute with heads of a multiple of "
                            + HEAD_STEP
                            + " up to "
                            + LONGEST_HEAD
                            + ", hidden states of a multiple of "
                            + 32 * WARPS
                            + ", products of a multiple of "
                            + WIDTH_STEP
                            + " and a vocabulary of up to "
                            + LARGEST_VOCABULARY
                            + "; this model has "
                            + config.headSize()
                            + ", "
                            + config.hiddenSize()
                            + ", "
                            + projected
                            + " and "
                            + layers.wide()
                            + ", "
                            + config.vocabularySize()
                            + " and "
                            + type);
        }
    }

    /**
     * @param available bytes of a block
     * @throws ExitBenchException if a kernel needs more
     */
    void requireSharedMemory(int available) {
        // With what the kernels have besides: sums of all warps and parts of norms.
        int needed = sharedBytes(MANY, RowKernels.MOST) + STATIC_BYTES;
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
            program.allow(kernel, sharedBytes(MANY, RowKernels.MOST));
        }
        for (String kernel : List.of("attention_out", "feed_forward_out")) {
            program.allow(kernel, sharedBytes(FEW, 0));
        }
        program.allow("among", sharedBytes(1, 1));
        program.allow("score", scoreSharedBytes());
    }

    /** Of a block that evaluates a net: a norm, and as floats all that the net can read. */
    int scoreSharedBytes() {
        int inputs = 2 * config.hiddenSize() + KernelDecisions.NUMBERS;
        return sharedBytes(1, 1) + inputs * Float.BYTES;
    }

    /** Shared memory of a block: weights on their way, and rows after their norm. */
    int sharedBytes(int tiles, int normalisedRows) {
        int queue = WARPS * AHEAD * tiles * TILE * LINE_BYTES;
        return queue + normalisedRows * (config.hiddenSize() + 32) * type.getNumOfBytes();
    }
}
