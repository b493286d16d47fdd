package io.exitbench.model;

import io.exitbench.model.cuda.CudaProgram;
import io.exitbench.model.cuda.KernelCall;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;

/** The kernels of a segment, in their order, with what each is given: {@code cuda/rows.cu}. */
final class FusedCalls {
    private static final int THREADS = 32 * BlockSizes.WARPS;
    private static final int ATTENTION_THREADS = 128;

    /** Blocks that share a head's keys, at most: each has a lane in the warp that merges them. */
    static final int SPLITS = 32;

    /** Keys that are worth a block. */
    private static final int SHARED_KEYS = 64;

    /** Blocks that look at a row's logits. */
    static final int OBSERVERS = 32;

    private static final int OBSERVER_THREADS = 256;

    private final FusedDecoding decoding;
    private final CudaProgram program;
    private final ModelConfig config;
    private final FusedLayers layers;
    private final FusedBuffers buffers;
    private final BlockSizes sizes;

    /** A place in scratch, or a layer's table of all positions. */
    private record Place(long address, boolean table) {}

    /**
     * @param buffers of a session
     */
    FusedCalls(FusedDecoding decoding, FusedBuffers buffers) {
        this.decoding = decoding;
        program = decoding.program();
        config = decoding.config();
        layers = decoding.layers();
        sizes = decoding.sizes();
        this.buffers = buffers;
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
        KernelCall project = place(normalising("project", heads * config.headSize(), rows), state);
        calls.add(
                weights(project, layer, slots.firstNorm(), slots.heads())
                        .pointer(rotary())
                        .pointer(buffers.queries())
                        .pointer(cache));
        calls.add(attend(rows, cache));
        KernelCall output = product("attention_out", rows).pointer(buffers.attended());
        calls.add(place(place(weights(output, layer, slots.output()), state), middle));
        KernelCall first = place(normalising("feed_forward_in", widening, rows), middle);
        calls.add(
                weights(first, layer, slots.secondNorm(), slots.widening())
                        .pointer(buffers.wide()));
        KernelCall second = product("feed_forward_out", rows).pointer(buffers.wide());
        calls.add(place(place(weights(second, layer, slots.narrowing()), middle), next));
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
     * Final norm and LM head of one row.
     *
     * @param table address of the layer's states
     */
    KernelCall head(long table) {
        return heads(1, table, buffers.logits());
    }

    /** What is asked of that row's logits. */
    KernelCall observation() {
        return observe(buffers.logits(), 1);
    }

    /**
     * Final norm, LM head and what is asked of it, for several rows, for which the head's weights
     * are read once.
     *
     * @param rows that the calls have room for
     * @param table address of the layer's states
     */
    List<KernelCall> heads(int rows, long table) {
        long target = buffers.severalLogits();
        return List.of(heads(rows, table, target), observe(target, rows));
    }

    private KernelCall heads(int rows, long table, long target) {
        FusedLayers.EndSlots end = layers.end();
        int each = BlockSizes.TILE * BlockSizes.MANY;
        KernelCall logits =
                new KernelCall(program, "logits", THREADS)
                        .grid((config.vocabularySize() + each - 1) / each, 1, 1)
                        .shared(sizes.sharedBytes(BlockSizes.MANY, rows))
                        .pointer(buffers.rows())
                        .number(rows)
                        .number(buffers.capacity());
        return place(logits, new Place(table, true))
                .pointer(decoding.end(end.norm().get(0)))
                .pointer(decoding.end(end.norm().get(1)))
                .pointer(decoding.end(DecoderModel.LM_HEAD))
                .pointer(target);
    }

    private KernelCall observe(long logits, int rows) {
        return new KernelCall(program, "observe", OBSERVER_THREADS)
                .grid(OBSERVERS, rows, 1)
                .pointer(logits)
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
        long structBytes = 5L * Long.BYTES;
        KernelCall call =
                new KernelCall(program, "propagate", THREADS)
                        .grid(
                                weightRows / BlockSizes.TILE / BlockSizes.MANY,
                                config.layers() - from,
                                1)
                        .shared(sizes.sharedBytes(BlockSizes.MANY, rows))
                        .pointer(buffers.rows())
                        .number(rows)
                        .number(buffers.capacity());
        return List.of(
                place(call, new Place(table, true))
                        .pointer(buffers.layerTable() + from * structBytes)
                        .pointer(rotary()));
    }

    /**
     * A token's embedding; its id and position are the third and the fourth argument.
     *
     * @param table address of the states of layer 0
     */
    KernelCall embedding(long table) {
        int blocks = (config.hiddenSize() + OBSERVER_THREADS - 1) / OBSERVER_THREADS;
        boolean learned = layers.positions() == FusedLayers.Positions.LEARNED;
        KernelCall call =
                new KernelCall(program, "embed", OBSERVER_THREADS)
                        .grid(blocks, 1, 1)
                        .pointer(buffers.rows())
                        .number(buffers.capacity())
                        .number(0)
                        .number(0)
                        .number(0)
                        .pointer(decoding.end(0))
                        .pointer(learned ? decoding.end(layers.end().positions()) : 0);
        return place(call, new Place(table, true));
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

    private KernelCall normalising(String kernel, int weightRows, int rows) {
        return sized(kernel, rows, weightRows, BlockSizes.MANY)
                .shared(sizes.sharedBytes(BlockSizes.MANY, rows));
    }

    private KernelCall product(String kernel, int rows) {
        return sized(kernel, rows, config.hiddenSize(), BlockSizes.FEW)
                .shared(sizes.sharedBytes(BlockSizes.FEW, 0));
    }

    private KernelCall sized(String kernel, int rows, int weightRows, int tiles) {
        return new KernelCall(program, kernel, THREADS)
                .grid(weightRows / BlockSizes.TILE / tiles, 1, 1)
                .pointer(buffers.rows())
                .number(rows)
                .number(buffers.capacity());
    }

    private static KernelCall place(KernelCall call, Place place) {
        return call.pointerAndNumber(place.address, place.table ? 1 : 0);
    }

    @SafeVarargs
    private KernelCall weights(KernelCall call, int layer, List<Integer>... slots) {
        for (List<Integer> pair : slots) {
            for (int slot : pair) {
                call.pointer(decoding.weight(layer, slot));
            }
        }
        return call;
    }
}
