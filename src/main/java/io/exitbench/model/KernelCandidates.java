package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.exitbench.model.cuda.CudaGraph;
import io.exitbench.model.cuda.KernelCall;
import io.exitbench.model.cuda.PreparedCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/**
 * Chooses tokens' candidates by kernels ({@code cuda/decisions.cu}) and keeps each completion's
 * where kernels find them, until others are chosen for it.
 */
final class KernelCandidates implements AutoCloseable {
    /** Candidates that a kernel can look for. */
    static final int MOST = 256;

    /** Logits whose highest is noted before the best are looked for. */
    private static final int SPAN = 32;

    private static final int THREADS = 32 * BlockSizes.WARPS;

    /** Places among the arguments of {@code choose}. */
    private static final int LOGITS = 0;

    private static final int TOKENS = 4;

    private static final int NOWHERE = -1;

    private final FusedDecoding decoding;
    private final FusedBuffers buffers;
    private final NDManager manager;
    private final long tops;
    private final Map<List<Integer>, NDArray> rooms = new HashMap<>();
    private final Map<Integer, PreparedCall> choices = new HashMap<>();
    private final Map<List<Integer>, CudaGraph> proposals = new HashMap<>();
    private final IntToLongFunction tables;
    private final long previewed;
    private final long reduced;

    /** By slot. */
    private final Map<Integer, Held> held = new HashMap<>();

    private int wholeHeadLayer;
    private long[] wholeHeadPlaces = {};

    /**
     * Candidates of a slot.
     *
     * @param layer of the row whose whole head chose them, {@link #NOWHERE} if a preview did
     * @param place of that row
     * @param known whether the host has waited since
     */
    private record Held(Candidates candidates, int layer, long place, boolean known) {}

    /**
     * How a row looks at candidates.
     *
     * @param count of them, 0 for none
     * @param tokens their address
     * @param logits address of the whole head's logits of the row, or 0 if they are not there
     * @param known whether the host has waited since they were chosen
     */
    record Look(int count, long tokens, long logits, boolean known) {
        static final Look NONE = new Look(0, 0, 0, true);

        boolean whole() {
            return logits != 0;
        }
    }

    /**
     * @param buffers of the session
     * @param tables address of a layer's states
     * @param parent manager of the model
     */
    KernelCandidates(
            FusedDecoding decoding,
            FusedBuffers buffers,
            IntToLongFunction tables,
            NDManager parent) {
        this.tables = tables;
        this.decoding = decoding;
        this.buffers = buffers;
        manager = parent.newSubManager();
        try {
            int vocabulary = decoding.config().vocabularySize();
            int spans = (vocabulary + SPAN - 1) / SPAN;
            int rank = decoding.preview().map(FusedPreview::rank).orElse(0);
            tops = zeros(spans, DataType.INT32);
            reduced = zeros(rank, DataType.FLOAT32);
            int previewedBytes = rank == 0 ? 0 : vocabulary * decoding.type().getNumOfBytes();
            previewed = zeros(previewedBytes, DataType.UINT8);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private long zeros(int count, DataType type) {
        return count == 0 ? 0 : decoding.addressOf(manager.zeros(new Shape(count), type));
    }

    /** The logits of the whole head of rows are there from now on, and of no others. */
    void evaluateWholeHead(int layer, long[] places) {
        wholeHeadLayer = layer;
        wholeHeadPlaces = places;
    }

    /**
     * @see RowKernels#choose
     */
    Optional<Candidates> choose(NDManager owner, int row, int slot, int count) {
        if (count > MOST) {
            return Optional.empty();
        }
        NDArray room = room(slot, count);
        PreparedCall choice = choices.computeIfAbsent(count, this::choice);
        choice.setPointer(LOGITS, buffers.logits(row));
        choice.setPointer(TOKENS, decoding.addressOf(room));
        choice.launch();
        return Optional.of(hold(owner, slot, count, wholeHeadLayer, wholeHeadPlaces[row]));
    }

    /**
     * Chooses by the preview of the row that the kernels know as the first.
     *
     * @see RowKernels#propose
     */
    Optional<Candidates> propose(NDManager owner, int layer, int slot, int count) {
        Optional<FusedPreview> preview = decoding.preview();
        if (count > MOST || preview.isEmpty()) {
            return Optional.empty();
        }
        proposals
                .computeIfAbsent(
                        List.of(layer, slot, count),
                        unused ->
                                decoding.device()
                                        .record(proposal(preview.get(), layer, slot, count)))
                .launch();
        return Optional.of(hold(owner, slot, count, NOWHERE, NOWHERE));
    }

    private List<KernelCall> proposal(FusedPreview preview, int layer, int slot, int count) {
        List<Integer> norm = decoding.layers().end().norm();
        int vocabulary = decoding.config().vocabularySize();
        return List.of(
                new KernelCall(decoding.program(), "reduce", THREADS)
                        .grid(preview.rank() / BlockSizes.WARPS, 1, 1)
                        .shared(decoding.sizes().sharedBytes(1, 1))
                        .pointer(buffers.rows())
                        .number(buffers.capacity())
                        .pointerAndNumber(tables.applyAsLong(layer), 1)
                        .pointer(decoding.end(norm.get(0)))
                        .pointer(decoding.end(norm.get(1)))
                        .pointer(decoding.addressOf(preview.directions()))
                        .pointer(reduced),
                new KernelCall(decoding.program(), "preview", THREADS)
                        .grid((vocabulary + THREADS - 1) / THREADS, 1, 1)
                        .pointer(reduced)
                        .pointer(decoding.addressOf(preview.loadings()))
                        .pointer(decoding.addressOf(preview.constants()))
                        .number(count)
                        .pointer(previewed)
                        .pointer(tops)
                        .pointer(buffers.observed())
                        .pointer(decoding.addressOf(room(slot, count))));
    }

    private Candidates hold(NDManager owner, int slot, int count, int layer, long place) {
        Candidates chosen =
                new Candidates(owner, IValue.from((PtNDArray) room(slot, count)), count);
        held.put(slot, new Held(chosen, layer, place, false));
        return chosen;
    }

    private PreparedCall choice(int count) {
        int vocabulary = decoding.config().vocabularySize();
        return decoding.device()
                .prepare(
                        new KernelCall(decoding.program(), "choose", THREADS)
                                .grid((vocabulary + THREADS - 1) / THREADS, 1, 1)
                                .pointer(0)
                                .number(count)
                                .pointer(tops)
                                .pointer(buffers.observed())
                                .pointer(0));
    }

    private NDArray room(int slot, int count) {
        return rooms.computeIfAbsent(
                List.of(slot, count), unused -> manager.zeros(new Shape(1, count), DataType.INT64));
    }

    /** How a row can look at candidates; nothing if they are not the ones held for its slot. */
    Optional<Look> look(Candidates candidates, int slot, int layer, long place) {
        Held own = held.get(slot);
        if (own == null || own.candidates != candidates) {
            return Optional.empty();
        }
        boolean here = own.layer == layer && own.place == place;
        int count = candidates.count();
        return Optional.of(
                new Look(
                        count,
                        decoding.addressOf(room(slot, count)),
                        here ? wholeHead(layer, place) : 0,
                        own.known));
    }

    private long wholeHead(int layer, long place) {
        for (int row = 0; layer == wholeHeadLayer && row < wholeHeadPlaces.length; row++) {
            if (wholeHeadPlaces[row] == place) {
                return buffers.logits(row);
            }
        }
        return 0;
    }

    /** The host has waited for what came after the choice. */
    void know(int slot) {
        held.computeIfPresent(
                slot, (same, own) -> new Held(own.candidates, own.layer, own.place, true));
    }

    @Override
    public void close() {
        choices.values().forEach(PreparedCall::close);
        proposals.values().forEach(CudaGraph::close);
        manager.close();
    }
}
