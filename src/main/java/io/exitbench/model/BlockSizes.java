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
 */
record BlockSizes(ModelConfig config, FusedLayers layers) {
    /** Weight rows of a tile. */
    static final int TILE = 8;

    /** Warps of a block. */
    static final int WARPS = 8;

    /** Tiles of a block for the LM head. */
    static final int HEAD_TILES = 2;

    /** Steps of 32 weights that a warp has asked for ahead (measured on Hopper). */
    static final int AHEAD = 4;

    /** Heads are shared out in so many rows. */
    private static final int HEAD_STEP = 16;

    /** Longest head that a team of lanes holds. */
    private static final int LONGEST_HEAD = 128;

    /** Shared memory of a kernel beside what it is launched with, at most. */
    private static final int STATIC_BYTES = 20_000;

    /**
     * @param type compute type
     * @throws ExitBenchException if the kernels cannot share out the model's sizes, or compute in
     *     it
     */
    void requireFit(DataType type) {
        boolean half = type == DataType.FLOAT16 || type == DataType.BFLOAT16;
        boolean heads = config.headSize() % HEAD_STEP == 0 && config.headSize() <= LONGEST_HEAD;
        int several = TILE * wideTiles(RowKernels.MOST);
        int projected = (config.heads() + 2 * config.keyValueHeads()) * config.headSize();
        boolean widths =
                config.hiddenSize() % (32 * WARPS) == 0
                        && layers.wide() % 32 == 0
                        && projected % several == 0;
        if (!half || !heads || !widths) {
            throw new ExitBenchException(
                    "kernels compute in float16, with heads of a multiple of "
                            + HEAD_STEP
                            + " up to "
                            + LONGEST_HEAD
                            + ", hidden states of a multiple of "
                            + 32 * WARPS
                            + " and products of a multiple of 32; this model has "
                            + type
                            + ", "
                            + config.headSize()
                            + ", "
                            + config.hiddenSize()
                            + " and "
                            + projected
                            + " and "
                            + layers.wide());
        }
    }

    /**
     * @param available bytes of a block
     * @throws ExitBenchException if a kernel needs more
     */
    void requireSharedMemory(int available) {
        // With what the kernels have besides: sums of all warps and parts of norms.
        int needed = sharedBytes(wideTiles(RowKernels.MOST), RowKernels.MOST) + STATIC_BYTES;
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
        for (int rows : List.of(1, RowKernels.MOST)) {
            String size = size(rows);
            for (String kernel : List.of("project", "feed_forward_in")) {
                program.allow(kernel + size, sharedBytes(wideTiles(rows), rows));
            }
            for (String kernel : List.of("attention_out", "feed_forward_out")) {
                program.allow(kernel + size, sharedBytes(tiles(rows), 0));
            }
        }
        program.allow("logits", sharedBytes(HEAD_TILES, 1));
        program.allow("logits_several", sharedBytes(HEAD_TILES, RowKernels.MOST));
        program.allow("propagate", sharedBytes(1, RowKernels.MOST));
    }

    /** Which of two sizes of a kernel takes so many rows. */
    static String size(int rows) {
        return rows == 1 ? "_one" : "_several";
    }

    /** Tiles of a block where there are few weight rows. */
    static int tiles(int rows) {
        return rows == 1 ? 1 : 2;
    }

    /** Tiles of a block where there are many weight rows. */
    static int wideTiles(int rows) {
        return rows == 1 ? 1 : 4;
    }

    /** Shared memory of a block: weights on their way, and rows after their norm. */
    int sharedBytes(int tiles, int normalisedRows) {
        int queue = WARPS * AHEAD * tiles * 32 * 16;
        return queue + normalisedRows * (config.hiddenSize() + 32) * 2;
    }
}
