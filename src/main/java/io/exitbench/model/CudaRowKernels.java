package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.exitbench.model.cuda.CudaGraph;
import io.exitbench.model.cuda.KernelCall;
import io.exitbench.model.cuda.PreparedCall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Kernels of {@code cuda/rows.cu} in CUDA graphs: one for each segment between two exits, for each
 * exit's head and for each depth that is propagated from, and of each of these one for every {@link
 * #bucket(int) bucket} of rows that came, recorded when first used. A token costs the launch of its
 * embedding, whose id and place travel with the launch, a launch for each segment, and a wait where
 * an answer is asked for. More rows than a graph has room for go part by part.
 */
final class CudaRowKernels implements RowKernels {
    /** Arguments of {@code embed} and {@code set_rows}. */
    private static final int EMBEDDED_ROWS = 2;

    private static final int TOKENS = 3;
    private static final int SET_ROWS = 1;
    private static final int NOBODY = -1;

    private final FusedDecoding decoding;
    private final FusedBuffers buffers;
    private final FusedCalls calls;
    private final KernelAnswers answers;
    private final KernelCandidates candidates;
    private final KernelDecisions decisions;
    private final IntFunction<StateTable> tables;
    private final Map<List<Integer>, CudaGraph> graphs = new HashMap<>();
    private final Map<Integer, PreparedCall> embeddings = new HashMap<>();
    private final PreparedCall rowSetting;
    private final PreparedCall observation;
    private final int layers;
    private final ThreadConfinement confinement = new ThreadConfinement("completion");
    private long[] rows = {};
    private boolean closed;

    /**
     * @param buffers of the session; they become this object's, and are closed if it cannot be made
     * @param tables the session's states after each layer
     * @param manager of the model
     */
    CudaRowKernels(
            FusedDecoding decoding,
            FusedBuffers buffers,
            IntFunction<StateTable> tables,
            NDManager manager) {
        this.decoding = decoding;
        this.buffers = buffers;
        this.tables = tables;
        calls = new FusedCalls(decoding, buffers);
        layers = decoding.config().layers();
        answers = new KernelAnswers(decoding.device(), buffers);
        Deque<Runnable> undo = new ArrayDeque<>();
        undo.push(buffers::close);
        try {
            adopt();
            candidates = new KernelCandidates(decoding, buffers, this::table, manager);
            undo.push(candidates::close);
            decisions =
                    new KernelDecisions(
                            decoding, buffers, answers, candidates, this::table, manager);
            undo.push(decisions::close);
            rowSetting = decoding.device().prepare(calls.rows());
            undo.push(rowSetting::close);
            observation = decoding.device().prepare(calls.observation(1, 0));
        } catch (RuntimeException e) {
            undo.forEach(Runnable::run);
            throw e;
        }
    }

    /** Rows that there is a graph for: the next power of two. */
    static int bucket(int rows) {
        return rows == 1 ? 1 : Integer.highestOneBit(rows - 1) << 1;
    }

    private long table(int layer) {
        return decoding.addressOf(tables.apply(layer).states());
    }

    @Override
    public void adopt() {
        confinement.adopt();
        decoding.device().adopt();
    }

    @Override
    public void embed(int[] tokens, long[] places) {
        for (int from = 0; from < places.length; from += MOST) {
            int to = Math.min(places.length, from + MOST);
            embedPart(Arrays.copyOfRange(tokens, from, to), Arrays.copyOfRange(places, from, to));
        }
    }

    private void embedPart(int[] tokens, long[] places) {
        int bucket = bucket(places.length);
        PreparedCall embedding =
                embeddings.computeIfAbsent(
                        bucket,
                        unused -> decoding.device().prepare(calls.embedding(bucket, table(0))));
        embedding.set(EMBEDDED_ROWS, described(places));
        embedding.set(TOKENS, tokens);
        embedding.launch();
        rows = Arrays.copyOf(places, bucket);
        Arrays.fill(rows, places.length, bucket, NOBODY);
    }

    @Override
    public void run(int from, int to, long[] places) {
        for (long[] part : parts(places)) {
            int bucket = bucket(part.length);
            describe(part, bucket);
            launch(
                    List.of(0, from, to, bucket),
                    () -> calls.segment(from, to, bucket, this::table));
        }
    }

    private static List<long[]> parts(long[] places) {
        if (places.length <= MOST) {
            return List.of(places);
        }
        List<long[]> parts = new ArrayList<>();
        for (int from = 0; from < places.length; from += MOST) {
            parts.add(Arrays.copyOfRange(places, from, Math.min(places.length, from + MOST)));
        }
        return parts;
    }

    @Override
    public void propagate(int from, long[] places) {
        if (from == layers) {
            return;
        }
        for (long[] part : parts(places)) {
            int bucket = bucket(part.length);
            describe(part, bucket);
            launch(List.of(1, from, bucket), () -> calls.propagation(from, bucket, table(from)));
        }
    }

    @Override
    public int mostLogits() {
        return buffers.mostLogits();
    }

    @Override
    public RowLogits logits(NDManager manager, TorchProgram program, int layer, long[] places) {
        confinement.check();
        candidates.evaluateWholeHead(layer, places);
        List<AnsweredLogits.Confidences> said = new ArrayList<>();
        for (long[] part : parts(places)) {
            int first = said.size();
            int bucket = bucket(part.length);
            describe(part, bucket);
            if (places.length == 1) {
                launch(List.of(2, layer), () -> calls.head(1, table(layer), 0));
            } else {
                launch(
                        List.of(3, layer, bucket, first),
                        () -> askedHead(bucket, table(layer), first));
                said.addAll(answers.next(part.length, bucket));
            }
        }
        return new AnsweredRowLogits(
                places.length,
                row ->
                        new AnsweredLogits(
                                manager,
                                program,
                                buffers.logitsOf(row),
                                said.isEmpty() ? null : said.get(row),
                                this,
                                layer,
                                row,
                                places[row]),
                () -> copies(manager, program, places.length));
    }

    private List<KernelCall> askedHead(int rows, long table, int first) {
        List<KernelCall> all = new ArrayList<>(calls.head(rows, table, first));
        all.add(calls.observation(rows, first));
        return all;
    }

    private RowLogits copies(NDManager manager, TorchProgram program, int rows) {
        try (NDArray first = buffers.firstLogits(rows)) {
            return new TensorRowLogits(
                    program, manager, IValue.from((PtNDArray) first), Optional.empty());
        }
    }

    @Override
    public AnsweredLogits.Confidences observe() {
        confinement.check();
        observation.launch();
        return answers.next();
    }

    @Override
    public Optional<Candidates> choose(NDManager manager, int row, long place, int count) {
        confinement.check();
        return candidates.choose(manager, row, slot(place), count);
    }

    @Override
    public Optional<Candidates> propose(NDManager manager, int layer, long place, int count) {
        confinement.check();
        describe(new long[] {place}, 1);
        return candidates.propose(manager, layer, slot(place), count);
    }

    @Override
    public Optional<AnsweredLogits.Confidences> among(Candidates of, int layer, long place) {
        confinement.check();
        describe(new long[] {place}, 1);
        return decisions.among(of, slot(place), layer, place);
    }

    @Override
    public Optional<Judgement> judge(
            NetLayers net,
            int exit,
            int layer,
            long place,
            Candidates of,
            CandidateEvidence evidence) {
        confinement.check();
        describe(new long[] {place}, 1);
        return decisions.judge(net, exit, slot(place), layer, place, of, evidence);
    }

    @Override
    public OptionalDouble score(
            NetLayers net, int exit, int layer, long place, int token, float[] given) {
        confinement.check();
        describe(new long[] {place}, 1);
        return decisions.score(net, exit, layer, token, given);
    }

    private int slot(long place) {
        return Math.toIntExact(place / buffers.capacity());
    }

    /** Tells the kernels which rows are meant; those beyond are nobody's. */
    private void describe(long[] places, int bucket) {
        boolean known = rows.length == bucket;
        for (int i = 0; known && i < bucket; i++) {
            known = rows[i] == (i < places.length ? places[i] : NOBODY);
        }
        if (known) {
            return;
        }
        rowSetting.set(SET_ROWS, described(places));
        rowSetting.launch();
        rows = Arrays.copyOf(places, bucket);
        Arrays.fill(rows, places.length, bucket, NOBODY);
    }

    /** Positions of the rows, then their slots. */
    private int[] described(long[] places) {
        int[] all = new int[2 * MOST];
        Arrays.fill(all, 0, MOST, NOBODY);
        for (int i = 0; i < places.length; i++) {
            all[i] = (int) (places[i] % buffers.capacity());
            all[MOST + i] = slot(places[i]);
        }
        return all;
    }

    private void launch(List<Integer> key, Supplier<List<KernelCall>> recorded) {
        graphs.computeIfAbsent(key, unused -> decoding.device().record(recorded.get())).launch();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            decoding.device().adopt();
            decoding.device().synchronise();
        } finally {
            graphs.values().forEach(CudaGraph::close);
            graphs.clear();
            embeddings.values().forEach(PreparedCall::close);
            embeddings.clear();
            rowSetting.close();
            observation.close();
            decisions.close();
            candidates.close();
            buffers.close();
        }
    }
}
