package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.exitbench.model.cuda.KernelCall;
import io.exitbench.model.cuda.PreparedCall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntToLongFunction;

/**
 * What strategies ask of a row beyond its whole head, a kernel each ({@code cuda/decisions.cu}) and
 * a wait for its number. A decision by operators takes some twenty of them and as many waits of the
 * host as a small layer takes kernels.
 */
final class KernelDecisions implements AutoCloseable {
    /** Numbers that a net can read besides states. */
    static final int NUMBERS = 128;

    /** Candidates that a kernel can look for. */
    static final int MOST_CANDIDATES = 256;

    /** Outputs of a net's hidden layers. */
    private static final int MOST_UNITS = 256;

    /** Layers of a net after its first. */
    private static final int MOST_LATER_LAYERS = 3;

    private static final int THREADS = 32 * BlockSizes.WARPS;
    private static final int CHOOSERS = 1024;
    private static final int UNITS_OF_BLOCK = 2;
    private static final int DENSE_BYTES = 24;

    /** Places among the arguments of {@code score}. */
    private static final int TOKEN = 15;

    private static final int GIVEN = 17;

    private final FusedDecoding decoding;
    private final FusedBuffers buffers;
    private final KernelAnswers answers;
    private final IntToLongFunction tables;
    private final NDManager manager;
    private final long hidden;
    private final Map<Integer, Chosen> chosen = new HashMap<>();
    private final Map<List<Integer>, PreparedCall> amongs = new HashMap<>();
    private final Map<Asked, PreparedCall> scores = new HashMap<>();
    private Candidates held;

    /** Who is asked where; nets are equal if they are the same. */
    private record Asked(NetLayers net, int exit, int layer) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Asked asked
                    && asked.net == net
                    && asked.exit == exit
                    && asked.layer == layer;
        }

        @Override
        public int hashCode() {
            return 31 * (31 * System.identityHashCode(net) + exit) + layer;
        }
    }

    /** Room for so many candidates. */
    private record Chosen(NDArray tokens, PreparedCall call) {}

    /**
     * @param buffers of the session
     * @param answers of all its kernels
     * @param tables address of a layer's states
     * @param parent manager of the model
     */
    KernelDecisions(
            FusedDecoding decoding,
            FusedBuffers buffers,
            KernelAnswers answers,
            IntToLongFunction tables,
            NDManager parent) {
        this.decoding = decoding;
        this.buffers = buffers;
        this.answers = answers;
        this.tables = tables;
        manager = parent.newSubManager();
        try {
            hidden = decoding.addressOf(manager.zeros(new Shape(MOST_UNITS), DataType.FLOAT32));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * @see RowKernels#choose
     */
    Optional<RowKernels.Choice> choose(NDManager owner, int count) {
        if (count > MOST_CANDIDATES) {
            return Optional.empty();
        }
        Chosen room = chosen.computeIfAbsent(count, this::room);
        room.call.launch();
        AnsweredLogits.Confidences among = answers.next();
        held = new Candidates(owner, IValue.from((PtNDArray) room.tokens), count);
        return Optional.of(new RowKernels.Choice(held, among));
    }

    private Chosen room(int count) {
        NDArray tokens = manager.zeros(new Shape(1, count), DataType.INT64);
        KernelCall call =
                new KernelCall(decoding.program(), "choose", CHOOSERS)
                        .pointer(buffers.logits())
                        .number(count)
                        .pointer(decoding.addressOf(tokens))
                        .pointer(buffers.numbers())
                        .pointer(buffers.answers());
        return new Chosen(tokens, decoding.device().prepare(call));
    }

    boolean holds(Candidates candidates) {
        return held == candidates;
    }

    /** What the row of a layer that the kernels know as the first says among those held. */
    AnsweredLogits.Confidences among(int layer) {
        int count = held.count();
        amongs.computeIfAbsent(List.of(layer, count), unused -> among(layer, count)).launch();
        return answers.next();
    }

    private PreparedCall among(int layer, int count) {
        int blocks = (count + BlockSizes.WARPS - 1) / BlockSizes.WARPS;
        KernelCall call =
                normalising("among", layer)
                        .grid(blocks, 1, 1)
                        .shared(decoding.sizes().sharedBytes(1, 1))
                        .pointer(decoding.end(DecoderModel.LM_HEAD))
                        .number(count)
                        .pointer(decoding.addressOf(chosen.get(count).tokens))
                        .pointer(buffers.seen())
                        .pointer(buffers.observed())
                        .pointer(buffers.numbers())
                        .pointer(buffers.answers());
        return decoding.device().prepare(call);
    }

    /** Whether a kernel can evaluate a net. */
    static boolean fits(NetLayers net) {
        int layers = net.outputs().size();
        return net.numbers() <= NUMBERS
                && layers >= 2
                && layers - 1 <= MOST_LATER_LAYERS
                && net.outputs().stream().allMatch(outputs -> outputs <= MOST_UNITS);
    }

    /**
     * What a net says of the row of a layer that the kernels know as the first.
     *
     * @see RowKernels#score
     */
    OptionalDouble score(NetLayers net, int exit, int layer, int token, float[] given) {
        if (!fits(net)) {
            return OptionalDouble.empty();
        }
        PreparedCall call = scores.computeIfAbsent(new Asked(net, exit, layer), this::score);
        call.set(TOKEN, net.readsRow() ? token : -1);
        if (given.length > 0) {
            int[] bits = new int[given.length];
            for (int i = 0; i < bits.length; i++) {
                bits[i] = Float.floatToRawIntBits(given[i]);
            }
            call.set(GIVEN, bits);
        }
        call.launch();
        return OptionalDouble.of(answers.next().topProbability());
    }

    private PreparedCall score(Asked asked) {
        NetLayers net = asked.net;
        int units = net.outputs().get(0);
        KernelCall call =
                normalising("score", asked.layer)
                        .grid((units + UNITS_OF_BLOCK - 1) / UNITS_OF_BLOCK, 1, 1)
                        .shared(decoding.sizes().scoreSharedBytes())
                        .number(net.normalised() ? 1 : 0)
                        .pointer(decoding.end(DecoderModel.LM_HEAD))
                        .pointer(decoding.addressOf(net.weight(asked.exit, 0)))
                        .pointer(decoding.addressOf(net.bias(asked.exit, 0)))
                        .number(units)
                        .struct(laterLayers(net, asked.exit))
                        .pointer(hidden)
                        .pointer(buffers.observed())
                        .pointer(buffers.numbers())
                        .pointer(buffers.answers())
                        .number(-1)
                        .number(net.numbers())
                        .numbers(new int[NUMBERS]);
        return decoding.device().prepare(call);
    }

    /** {@code struct Rest}. */
    private byte[] laterLayers(NetLayers net, int exit) {
        ByteBuffer rest =
                ByteBuffer.allocate(MOST_LATER_LAYERS * DENSE_BYTES).order(ByteOrder.nativeOrder());
        for (int layer = 1; layer < net.outputs().size(); layer++) {
            rest.putLong(decoding.addressOf(net.weight(exit, layer)));
            rest.putLong(decoding.addressOf(net.bias(exit, layer)));
            rest.putInt(net.outputs().get(layer)).putInt(0);
        }
        return rest.array();
    }

    /** A call whose first arguments are the rows, a layer's states and the final norm. */
    private KernelCall normalising(String kernel, int layer) {
        List<Integer> norm = decoding.layers().end().norm();
        return new KernelCall(decoding.program(), kernel, THREADS)
                .pointer(buffers.rows())
                .number(buffers.capacity())
                .pointerAndNumber(tables.applyAsLong(layer), 1)
                .pointer(decoding.end(norm.get(0)))
                .pointer(decoding.end(norm.get(1)));
    }

    @Override
    public void close() {
        chosen.values().forEach(room -> room.call.close());
        amongs.values().forEach(PreparedCall::close);
        scores.values().forEach(PreparedCall::close);
        manager.close();
    }
}
