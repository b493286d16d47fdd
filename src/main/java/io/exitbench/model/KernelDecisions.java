package io.exitbench.model;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.exitbench.model.cuda.KernelCall;
import io.exitbench.model.cuda.PreparedCall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntToLongFunction;

/**
 * What a row says among candidates, what a net says of it, or both: one kernel ({@code judge} of
 * {@code cuda/decisions.cu}) and one wait. By operators a decision takes some twenty of them and as
 * many waits of the host as a small layer takes kernels.
 */
final class KernelDecisions implements AutoCloseable {
    /** Numbers that a net can read besides states. */
    private static final int NUMBERS = 128;

    /** Outputs of a net's hidden layers. */
    private static final int MOST_UNITS = 256;

    /** Layers of a net after its first. */
    private static final int MOST_LATER_LAYERS = 3;

    /** What all exits of a net may take for what they make of head rows. */
    private static final long MOST_SHARE_BYTES = 512L << 20;

    private static final int THREADS = 32 * BlockSizes.WARPS;
    private static final int UNITS_OF_BLOCK = 2;
    private static final int NET_BYTES = 48;
    private static final int DENSE_BYTES = 24;

    /** Numbers of {@code struct Asked} before those that the net reads. */
    private static final int ASKED_NUMBERS = 4;

    /**
     * Places among the arguments: the candidates' tokens, the row's logits, {@code struct Asked}.
     */
    private static final int LOOKED_AT = 7;

    private static final int LOGITS = 9;
    private static final int ASKED = 15;

    private static final int NOWHERE = -1;

    private final FusedDecoding decoding;
    private final FusedBuffers buffers;
    private final KernelAnswers answers;
    private final KernelCandidates candidates;
    private final IntToLongFunction tables;
    private final NDManager manager;
    private final long partial;
    private final Map<Question, PreparedCall> calls = new HashMap<>();

    /**
     * Who is asked where and how; nets are equal if they are the same.
     *
     * @param candidates how many are looked at
     * @param whole whether the whole head's logits are there
     * @param known whether the host has waited since they were chosen
     * @param net or null if none is asked
     */
    private record Question(
            int candidates, boolean whole, boolean known, int layer, NetLayers net, int exit) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Question question
                    && question.net == net
                    && question.exit == exit
                    && question.layer == layer
                    && question.candidates == candidates
                    && question.whole == whole
                    && question.known == known;
        }

        @Override
        public int hashCode() {
            return Objects.hash(
                    System.identityHashCode(net), exit, layer, candidates, whole, known);
        }
    }

    /**
     * @param buffers of the session
     * @param answers of all its kernels
     * @param candidates of all its kernels
     * @param tables address of a layer's states
     * @param parent manager of the model
     */
    KernelDecisions(
            FusedDecoding decoding,
            FusedBuffers buffers,
            KernelAnswers answers,
            KernelCandidates candidates,
            IntToLongFunction tables,
            NDManager parent) {
        this.decoding = decoding;
        this.buffers = buffers;
        this.answers = answers;
        this.candidates = candidates;
        this.tables = tables;
        manager = parent.newSubManager();
        try {
            partial = decoding.addressOf(manager.zeros(new Shape(MOST_UNITS), DataType.FLOAT32));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * What the row that the kernels know as the first says among candidates.
     *
     * @see RowKernels#among
     */
    Optional<AnsweredLogits.Confidences> among(Candidates of, int slot, int layer, long place) {
        return candidates
                .look(of, slot, layer, place)
                .map(
                        look -> {
                            call(look, layer, null, 0).launch();
                            AnsweredLogits.Confidences answer = answers.next();
                            candidates.know(slot);
                            return answer;
                        });
    }

    /**
     * What a net says of the row that the kernels know as the first.
     *
     * @see RowKernels#score
     */
    OptionalDouble score(NetLayers net, int exit, int layer, int token, float[] given) {
        if (!fits(net)) {
            return OptionalDouble.empty();
        }
        PreparedCall call = call(KernelCandidates.Look.NONE, layer, net, exit);
        ask(call, given, token, NOWHERE, 0, 0);
        call.launch();
        return OptionalDouble.of(answers.nextScore());
    }

    /**
     * Both.
     *
     * @see RowKernels#judge
     */
    Optional<Judgement> judge(
            NetLayers net,
            int exit,
            int slot,
            int layer,
            long place,
            Candidates of,
            CandidateEvidence evidence) {
        return candidates
                .look(of, slot, layer, place)
                .filter(look -> fits(net))
                .map(
                        look -> {
                            PreparedCall call = call(look, layer, net, exit);
                            ask(call, net, exit, evidence);
                            call.launch();
                            Judgement answer = answers.nextJudgement();
                            candidates.know(slot);
                            return answer;
                        });
    }

    private static void ask(
            PreparedCall call, NetLayers net, int exit, CandidateEvidence evidence) {
        boolean reads = net.numbers() > 0;
        ask(
                call,
                reads ? evidence.numbers() : new float[0],
                0,
                reads ? CandidateEvidence.placeOf(exit) : NOWHERE,
                evidence.token(),
                evidence.alike());
    }

    /** Fills in {@code struct Asked}. */
    private static void ask(
            PreparedCall call, float[] given, int token, int at, int before, int alike) {
        int[] asked = new int[ASKED_NUMBERS + given.length];
        asked[0] = token;
        asked[1] = at;
        asked[2] = before;
        asked[3] = alike;
        for (int i = 0; i < given.length; i++) {
            asked[ASKED_NUMBERS + i] = Float.floatToRawIntBits(given[i]);
        }
        call.set(ASKED, asked);
    }

    private boolean fits(NetLayers net) {
        return fits(net, decoding.config().vocabularySize());
    }

    /** Whether the kernel can evaluate a net. */
    static boolean fits(NetLayers net, int vocabulary) {
        int layers = net.outputs().size();
        long shares = (long) net.ofExit().size() * vocabulary * net.outputs().get(0) * Float.BYTES;
        return net.numbers() <= NUMBERS
                && layers >= 2
                && layers - 1 <= MOST_LATER_LAYERS
                && net.outputs().stream().allMatch(outputs -> outputs <= MOST_UNITS)
                && (!net.readsRow() || shares <= MOST_SHARE_BYTES);
    }

    private PreparedCall call(KernelCandidates.Look look, int layer, NetLayers net, int exit) {
        Question question =
                new Question(look.count(), look.whole(), look.known(), layer, net, exit);
        PreparedCall call = calls.computeIfAbsent(question, this::prepare);
        call.setPointer(LOOKED_AT, look.tokens());
        call.setPointer(LOGITS, look.logits());
        return call;
    }

    private PreparedCall prepare(Question question) {
        int count = question.candidates;
        int looking = question.whole ? 0 : (count + BlockSizes.WARPS - 1) / BlockSizes.WARPS;
        int units = question.net == null ? 0 : question.net.outputs().get(0);
        int scoring = (units + UNITS_OF_BLOCK - 1) / UNITS_OF_BLOCK;
        List<Integer> norm = decoding.layers().end().norm();
        KernelCall call =
                new KernelCall(decoding.program(), "judge", THREADS)
                        .grid(Math.max(1, looking + scoring), 1, 1)
                        .shared(decoding.sizes().sharedBytes(1, 1))
                        .pointer(buffers.rows())
                        .number(buffers.capacity())
                        .pointerAndNumber(tables.applyAsLong(question.layer), 1)
                        .pointer(decoding.end(norm.get(0)))
                        .pointer(decoding.end(norm.get(1)))
                        .pointer(decoding.end(DecoderModel.LM_HEAD))
                        .number(count)
                        .pointer(0)
                        .number(question.known ? 1 : 0)
                        .pointer(0)
                        .pointer(buffers.seen())
                        .struct(net(question.net, question.exit))
                        .pointer(buffers.observed())
                        .pointer(buffers.numbers())
                        .pointer(buffers.answers())
                        .numbers(new int[ASKED_NUMBERS + NUMBERS]);
        return decoding.device().prepare(call);
    }

    /** {@code struct Net}; without units for none. */
    private byte[] net(NetLayers net, int exit) {
        ByteBuffer struct =
                ByteBuffer.allocate(NET_BYTES + MOST_LATER_LAYERS * DENSE_BYTES)
                        .order(ByteOrder.nativeOrder());
        if (net == null) {
            return struct.array();
        }
        struct.putInt(net.normalised() ? 1 : 0);
        struct.putInt(net.outputs().get(0));
        struct.putInt((int) net.weight(exit, 0).getShape().get(1));
        struct.putInt(net.numbers());
        struct.putLong(decoding.addressOf(net.weight(exit, 0)));
        struct.putLong(decoding.addressOf(net.bias(exit, 0)));
        struct.putLong(net.readsRow() ? decoding.addressOf(net.rowShares(exit)) : 0);
        struct.putLong(partial);
        for (int layer = 1; layer < net.outputs().size(); layer++) {
            struct.putLong(decoding.addressOf(net.weight(exit, layer)));
            struct.putLong(decoding.addressOf(net.bias(exit, layer)));
            struct.putInt(net.outputs().get(layer)).putInt(0);
        }
        return struct.array();
    }

    @Override
    public void close() {
        calls.values().forEach(PreparedCall::close);
        manager.close();
    }
}
