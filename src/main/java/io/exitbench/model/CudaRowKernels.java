package io.exitbench.model;

import ai.djl.ndarray.NDManager;
import io.exitbench.model.cuda.CudaGraph;
import io.exitbench.model.cuda.KernelCall;
import io.exitbench.model.cuda.PreparedCall;
import java.util.ArrayDeque;
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
 * embedding, whose id and position travel with the launch, a launch for each segment, and a wait
 * where an answer is asked for.
 */
final class CudaRowKernels implements RowKernels {
    private static final int TOKEN = 2;
    private static final int POSITION = 3;
    private static final int NOBODY = -1;

    private final FusedDecoding decoding;
    private final FusedBuffers buffers;
    private final FusedCalls calls;
    private final KernelAnswers answers;
    private final KernelCandidates candidates;
    private final KernelDecisions decisions;
    private final IntFunction<StateTable> tables;
    private final Map<List<Integer>, CudaGraph> graphs = new HashMap<>();
    private final PreparedCall embedding;
    private final PreparedCall rowSetting;
    private final PreparedCall observation;
    private final int layers;
    private final ThreadConfinement confinement = new ThreadConfinement("completion");
    private int[] rows = {};
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
            candidates = new KernelCandidates(decoding, buffers, manager);
            undo.push(candidates::close);
            decisions =
                    new KernelDecisions(
                            decoding, buffers, answers, candidates, this::table, manager);
            undo.push(decisions::close);
            embedding = decoding.device().prepare(calls.embedding(table(0)));
            undo.push(embedding::close);
            rowSetting = decoding.device().prepare(calls.rows());
            undo.push(rowSetting::close);
            observation = decoding.device().prepare(calls.observation());
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
    public void embed(int token, int position) {
        embedding.set(TOKEN, token);
        embedding.set(POSITION, position);
        embedding.launch();
        if (rows.length != 1) {
            rows = new int[1];
        }
        rows[0] = position;
    }

    @Override
    public void run(int from, int to, long[] positions) {
        int bucket = bucket(positions.length);
        describe(positions, bucket);
        launch(List.of(0, from, to, bucket), () -> calls.segment(from, to, bucket, this::table));
    }

    @Override
    public void propagate(int from, long[] positions) {
        if (from == layers) {
            return;
        }
        int bucket = bucket(positions.length);
        describe(positions, bucket);
        launch(List.of(1, from, bucket), () -> calls.propagation(from, bucket, table(from)));
    }

    @Override
    public Logits logits(NDManager manager, TorchProgram program, int layer, long position) {
        confinement.check();
        describe(new long[] {position}, 1);
        launch(List.of(2, layer), () -> List.of(calls.head(table(layer))));
        candidates.evaluateWholeHead(layer, position);
        return new AnsweredLogits(manager, program, buffers.logitsTensor(), this, layer, position);
    }

    @Override
    public AnsweredLogits.Confidences observe() {
        confinement.check();
        observation.launch();
        return answers.next();
    }

    @Override
    public int[] argmax(int layer, long[] positions) {
        confinement.check();
        int bucket = bucket(positions.length);
        describe(positions, bucket);
        launch(List.of(3, layer, bucket), () -> calls.heads(bucket, table(layer)));
        return answers.tokens(positions.length, bucket);
    }

    @Override
    public Optional<Candidates> choose(NDManager manager, int count) {
        confinement.check();
        return candidates.choose(manager, count);
    }

    @Override
    public Optional<AnsweredLogits.Confidences> among(Candidates of, int layer, long position) {
        confinement.check();
        describe(new long[] {position}, 1);
        return decisions.among(of, layer, position);
    }

    @Override
    public Optional<Judgement> judge(
            NetLayers net,
            int exit,
            int layer,
            long position,
            Candidates of,
            CandidateEvidence evidence) {
        confinement.check();
        describe(new long[] {position}, 1);
        return decisions.judge(net, exit, layer, position, of, evidence);
    }

    @Override
    public OptionalDouble score(
            NetLayers net, int exit, int layer, long position, int token, float[] given) {
        confinement.check();
        describe(new long[] {position}, 1);
        return decisions.score(net, exit, layer, token, given);
    }

    /** Tells the kernels which rows are meant; those beyond are nobody's. */
    private void describe(long[] positions, int bucket) {
        boolean known = rows.length == bucket;
        for (int i = 0; known && i < bucket; i++) {
            known = rows[i] == (i < positions.length ? positions[i] : NOBODY);
        }
        if (known) {
            return;
        }
        int[] wanted = new int[bucket];
        int[] all = new int[2 * MOST];
        Arrays.fill(all, 0, MOST, NOBODY);
        Arrays.fill(wanted, NOBODY);
        for (int i = 0; i < positions.length; i++) {
            wanted[i] = (int) positions[i];
            all[i] = wanted[i];
        }
        rowSetting.set(1, all);
        rowSetting.launch();
        rows = wanted;
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
            embedding.close();
            rowSetting.close();
            observation.close();
            decisions.close();
            candidates.close();
            buffers.close();
        }
    }
}
