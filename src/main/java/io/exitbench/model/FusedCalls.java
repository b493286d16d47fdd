package io.exitbench.model;

import io.exitbench.model.ProductCalls.Place;
import io.exitbench.model.cuda.CudaProgram;
import io.exitbench.model.cuda.KernelCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;

/** The kernels of a segment, in their order, with what each is given: {@code cuda/rows.cu}. */
final class FusedCalls {
    private static final int ATTENTION_THREADS = 128;

    /** Blocks that share a head's keys, at most: each has a lane in the warp that merges them. */
    static final int SPLITS = 32;

    /** Keys that are worth a block. */
    private static final int SHARED_KEYS = 64;

    /** Blocks that look at a row's logits. */
    static final int OBSERVERS = 32;

    private static final int OBSERVER_THREADS = 256;

    /** {@code struct Layer}. */
    private static final long LAYER_BYTES = 5L * Long.BYTES;

    private final FusedDecoding decoding;
    private final CudaProgram program;
    private final ModelConfig config;
    private final FusedLayers layers;
    private final FusedBuffers buffers;
    private final ProductCalls products;

    /**
     * @param buffers of a session
     */
    FusedCalls(FusedDecoding decoding, FusedBuffers buffers) {
        this.decoding = decoding;
        program = decoding.program();
        config = decoding.config();
        layers = decoding.layers();
        this.buffers = buffers;
        products = new ProductCalls(decoding, buffers);
    }

    /**
     * Layers between two states.
     *
     * @param from the layer that the rows have reached
     * @param to the layer to reach
     * @param rows that the calls have room for
     * @param tables address of a layer's states
     */
    List<KernelCall> segment(int from, int to, int rows, IntToLongFunction tables) {
        List<KernelCall> calls = new ArrayList<>();
        Place state = new Place(tables.applyAsLong(from), true);
        for (int layer = from; layer < to; layer++) {
            boolean last = layer == to - 1;
            Place next =
                    last
                            ? new Place(tables.applyAsLong(to), true)
                            : new Place(buffers.state(), false);
            addLayer(calls, layer, rows, state, next);
            state = next;
        }
        return calls;
    }

    private void addLayer(List<KernelCall> calls, int layer, int rows, Place state, Place next) {
        FusedLayers.LayerSlots slots = layers.layer();
        long cache = buffers.cache(layer);
        Place middle = new Place(buffers.middle(), false);
        boolean gated = layers.feedForward() == FusedLayers.FeedForward.GATED;
        int heads = config.heads() + 2 * config.keyValueHeads();
        int widening = (gated ? 2 : 1) * layers.wide();
        KernelCall project =
                normed(
                        calls,
                        "project",
                        heads * config.headSize(),
                        rows,
                        state,
                        layer,
                        slots.firstNorm());
        calls.add(
                weights(project, layer, slots.heads())
                        .pointer(rotary())
                        .pointer(buffers.queries())
                        .pointer(cache));
        calls.add(attend(rows, cache));
        calls.add(
                added(
                        "attention_out",
                        rows,
                        buffers.attended(),
                        layer,
                        slots.output(),
                        state,
                        middle));
        KernelCall first =
                normed(calls, "feed_forward_in", widening, rows, middle, layer, slots.secondNorm());
        calls.add(weights(first, layer, slots.widening()).pointer(buffers.wide()));
        calls.add(
                added(
                        "feed_forward_out",
                        rows,
                        buffers.wide(),
                        layer,
                        slots.narrowing(),
                        middle,
                        next));
    }

    private KernelCall normed(
            List<KernelCall> calls,
            String kernel,
            int weightRows,
            int rows,
            Place states,
            int layer,
            List<Integer> norm) {
        long gain = decoding.weight(layer, norm.get(0));
        long bias = decoding.weight(layer, norm.get(1));
        return products.normed(calls, kernel, weightRows, rows, states, gain, bias);
    }

    /** A product that is added to what came before. */
    private KernelCall added(
            String kernel,
            int rows,
            long input,
            int layer,
            List<Integer> slots,
            Place before,
            Place after) {
        KernelCall call = weights(products.plain(kernel, rows, input), layer, slots);
        return after.addTo(before.addTo(call));
    }

    private KernelCall attend(int rows, long cache) {
        // A row takes as many of them as its own keys ask for.
        int splits = Math.min(SPLITS, (buffers.capacity() + SHARED_KEYS - 1) / SHARED_KEYS);
        return new KernelCall(program, "attend", ATTENTION_THREADS)
                .grid(config.heads(), splits, rows)
                .pointer(buffers.rows())
                .number(buffers.capacity())
                .pointer(buffers.queries())
                .pointer(cache)
                .pointer(buffers.parts())
                .pointer(buffers.done())
                .pointer(buffers.attended());
    }

    /**
     * Final norm and LM head.
     *
     * @param rows that the calls have room for
     * @param table address of the layer's states
     * @param first where their logits go: the row of all of them
     */
    List<KernelCall> head(int rows, long table, int first) {
        FusedLayers.EndSlots end = layers.end();
        List<KernelCall> calls = new ArrayList<>();
        KernelCall logits =
                products.normed(
                        calls,
                        "logits",
                        config.vocabularySize(),
                        rows,
                        new Place(table, true),
                        decoding.end(end.norm().get(0)),
                        decoding.end(end.norm().get(1)));
        calls.add(
                logits.pointer(decoding.end(DecoderModel.LM_HEAD)).pointer(buffers.logits(first)));
        return calls;
    }

    /**
     * What is asked of such logits.
     *
     * @param rows that the call has room for
     * @param first the row of all of them that they begin at
     */
    KernelCall observation(int rows, int first) {
        return new KernelCall(program, "observe", OBSERVER_THREADS)
                .grid(OBSERVERS, rows, 1)
                .pointer(buffers.logits(first))
                .pointer(buffers.seen())
                .pointer(buffers.observed())
                .pointer(buffers.numbers())
                .pointer(buffers.answers());
    }

    /**
     * Keys and values of all layers after one.
     *
     * @param from the layer that the rows have reached
     * @param rows that the call has room for
     * @param table address of that layer's states
     */
    List<KernelCall> propagation(int from, int rows, long table) {
        int weightRows = 2 * config.keyValueHeads() * config.headSize();
        List<KernelCall> calls = new ArrayList<>();
        KernelCall call =
                products.normedForLayers(
                        calls,
                        "propagate",
                        weightRows,
                        rows,
                        new Place(table, true),
                        config.layers() - from,
                        buffers.layerTable() + from * LAYER_BYTES);
        calls.add(call.pointer(rotary()));
        return calls;
    }

    /**
     * Embeddings; the rows' places and their tokens are the third and the fourth argument.
     *
     * @param rows that the call has room for
     * @param table address of the states of layer 0
     */
    KernelCall embedding(int rows, long table) {
        int blocks = (config.hiddenSize() + OBSERVER_THREADS - 1) / OBSERVER_THREADS;
        boolean learned = layers.positions() == FusedLayers.Positions.LEARNED;
        KernelCall call =
                new KernelCall(program, "embed", OBSERVER_THREADS)
                        .grid(blocks, rows, 1)
                        .pointer(buffers.rows())
                        .number(buffers.capacity())
                        .numbers(new int[2 * RowKernels.MOST])
                        .numbers(new int[RowKernels.MOST])
                        .pointer(decoding.end(0))
                        .pointer(learned ? decoding.end(layers.end().positions()) : 0);
        return new Place(table, true).addTo(call);
    }

    /** Which rows the next calls are about; the second argument. */
    KernelCall rows() {
        return new KernelCall(program, "set_rows", 2 * RowKernels.MOST)
                .pointer(buffers.rows())
                .numbers(new int[2 * RowKernels.MOST]);
    }

    private long rotary() {
        boolean learned = layers.positions() == FusedLayers.Positions.LEARNED;
        return learned ? 0 : decoding.end(layers.end().positions());
    }

    private KernelCall weights(KernelCall call, int layer, List<Integer> slots) {
        for (int slot : slots) {
            call.pointer(decoding.weight(layer, slot));
        }
        return call;
    }
}
