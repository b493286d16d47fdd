package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.exitbench.model.cuda.KernelCall;
import io.exitbench.model.cuda.PreparedCall;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses a token's candidates by kernels ({@code cuda/decisions.cu}) and keeps them where kernels
 * find them, until others are chosen.
 */
final class KernelCandidates implements AutoCloseable {
    /** Candidates that a kernel can look for. */
    static final int MOST = 256;

    /** Logits whose highest is noted before the best are looked for. */
    private static final int SPAN = 32;

    private static final int THREADS = 32 * BlockSizes.WARPS;

    private final FusedDecoding decoding;
    private final FusedBuffers buffers;
    private final NDManager manager;
    private final long tops;
    private final Map<Integer, NDArray> rooms = new HashMap<>();
    private final Map<Integer, PreparedCall> choices = new HashMap<>();
    private Candidates held;
    private Row wholeHead;
    private Row chosenAt;
    private boolean known;

    private record Row(int layer, long position) {}

    /**
     * How a row looks at candidates.
     *
     * @param count of them, 0 for none
     * @param tokens their address
     * @param whole whether the whole head's logits of the row are there
     * @param known whether the host has waited since they were chosen
     */
    record Look(int count, long tokens, boolean whole, boolean known) {
        static final Look NONE = new Look(0, 0, false, true);
    }

    /**
     * @param buffers of the session
     * @param parent manager of the model
     */
    KernelCandidates(FusedDecoding decoding, FusedBuffers buffers, NDManager parent) {
        this.decoding = decoding;
        this.buffers = buffers;
        manager = parent.newSubManager();
        try {
            int spans = (decoding.config().vocabularySize() + SPAN - 1) / SPAN;
            tops = decoding.addressOf(manager.zeros(new Shape(spans), DataType.INT32));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** The logits of a row's whole head are there from now on. */
    void evaluateWholeHead(int layer, long position) {
        wholeHead = new Row(layer, position);
    }

    /**
     * @see RowKernels#choose
     */
    Optional<Candidates> choose(NDManager owner, int count) {
        if (count > MOST) {
            return Optional.empty();
        }
        choices.computeIfAbsent(count, this::choice).launch();
        chosenAt = wholeHead;
        return Optional.of(hold(owner, count));
    }

    private Candidates hold(NDManager owner, int count) {
        known = false;
        held = new Candidates(owner, IValue.from((PtNDArray) room(count)), count);
        return held;
    }

    private PreparedCall choice(int count) {
        int vocabulary = decoding.config().vocabularySize();
        return decoding.device()
                .prepare(
                        new KernelCall(decoding.program(), "choose", THREADS)
                                .grid((vocabulary + THREADS - 1) / THREADS, 1, 1)
                                .pointer(buffers.logits())
                                .number(count)
                                .pointer(tops)
                                .pointer(buffers.observed())
                                .pointer(decoding.addressOf(room(count))));
    }

    private NDArray room(int count) {
        return rooms.computeIfAbsent(
                count, size -> manager.zeros(new Shape(1, size), DataType.INT64));
    }

    /** How a row can look at candidates; nothing if they are not the ones held. */
    Optional<Look> look(Candidates candidates, int layer, long position) {
        if (candidates != held) {
            return Optional.empty();
        }
        Row row = new Row(layer, position);
        boolean whole = row.equals(chosenAt) && row.equals(wholeHead);
        int count = held.count();
        return Optional.of(new Look(count, decoding.addressOf(room(count)), whole, known));
    }

    /** The host has waited for what came after the choice. */
    void know() {
        known = true;
    }

    @Override
    public void close() {
        choices.values().forEach(PreparedCall::close);
        manager.close();
    }
}
