package io.exitbench.model;

import io.exitbench.model.cuda.CudaProgram;
import io.exitbench.model.cuda.KernelCall;
import java.util.List;

/**
 * The products of {@code cuda/rows.cu} and the norms before them, for as many rows as there are.
 */
final class ProductCalls {
    private static final int THREADS = 32 * BlockSizes.WARPS;

    private final CudaProgram program;
    private final FusedBuffers buffers;
    private final BlockSizes sizes;
    private final int hidden;

    /** A place in scratch, or a layer's table of all places. */
    record Place(long address, boolean table) {
        KernelCall addTo(KernelCall call) {
            return call.pointerAndNumber(address, table ? 1 : 0);
        }
    }

    /**
     * @param buffers of a session
     */
    ProductCalls(FusedDecoding decoding, FusedBuffers buffers) {
        program = decoding.program();
        sizes = decoding.sizes();
        hidden = decoding.config().hiddenSize();
        this.buffers = buffers;
    }

    /**
     * A product of normalised states. Of a single row every block makes the norm for itself, which
     * saves a kernel; of several rows that would cost more than the kernel which makes them first.
     *
     * @param calls takes that kernel
     * @param kernel its name for one row
     * @param weightRows that it multiplies with
     * @param rows that the calls have room for
     * @param states before the norm
     * @param gain of the norm
     * @param bias of the norm
     * @return the product's call, up to its input
     */
    KernelCall normed(
            List<KernelCall> calls,
            String kernel,
            int weightRows,
            int rows,
            Place states,
            long gain,
            long bias) {
        int each = BlockSizes.TILE * BlockSizes.MANY;
        int blocks = (weightRows + each - 1) / each;
        if (rows == 1) {
            int shared = sizes.sharedBytes(BlockSizes.MANY, 1);
            KernelCall call = sized(kernel, rows).grid(blocks, 1, 1).shared(shared);
            return states.addTo(call).pointer(gain).pointer(bias);
        }
        calls.add(
                states.addTo(norms("normalise").grid(rows, 1, 1))
                        .pointer(gain)
                        .pointer(bias)
                        .pointer(buffers.normed()));
        return sized(forRows(kernel, rows), rows)
                .grid(blocks, 1, 1)
                .shared(sizes.sharedBytes(BlockSizes.MANY, 0))
                .pointer(buffers.normed());
    }

    /**
     * The same for several layers at once, each with a norm of its own.
     *
     * @param layers how many
     * @param table address of the first one's {@code struct Layer}
     */
    KernelCall normedForLayers(
            List<KernelCall> calls,
            String kernel,
            int weightRows,
            int rows,
            Place states,
            int layers,
            long table) {
        int blocks = weightRows / BlockSizes.TILE / BlockSizes.MANY;
        if (rows == 1) {
            int shared = sizes.sharedBytes(BlockSizes.MANY, 1);
            return states.addTo(sized(kernel, rows).grid(blocks, layers, 1).shared(shared))
                    .pointer(table);
        }
        calls.add(
                states.addTo(norms("normalise_for_layers").grid(rows, layers, 1))
                        .pointer(table)
                        .pointer(buffers.normedForLayers()));
        return sized(forRows(kernel, rows), rows)
                .grid(blocks, layers, 1)
                .shared(sizes.sharedBytes(BlockSizes.MANY, 0))
                .pointer(buffers.normedForLayers())
                .pointer(table);
    }

    private KernelCall norms(String kernel) {
        return new KernelCall(program, kernel, THREADS)
                .pointer(buffers.rows())
                .number(buffers.capacity());
    }

    /**
     * A product of what is no norm, as wide as hidden states.
     *
     * @param kernel its name without its rows
     * @param rows that the call has room for
     * @param input address
     * @return the call, up to its input
     */
    KernelCall plain(String kernel, int rows, long input) {
        int tiles = rows <= BlockSizes.GROUP ? BlockSizes.FEW : BlockSizes.MANY;
        return sized(forRows(kernel, rows), rows)
                .grid(hidden / BlockSizes.TILE / tiles, 1, 1)
                .shared(sizes.sharedBytes(tiles, 0))
                .pointer(input);
    }

    private static String forRows(String kernel, int rows) {
        return kernel + (rows <= BlockSizes.GROUP ? "_16" : "_32");
    }

    private KernelCall sized(String kernel, int rows) {
        return new KernelCall(program, kernel, THREADS)
                .pointer(buffers.rows())
                .number(rows)
                .number(buffers.capacity());
    }
}
