package io.exitbench.decode;

import io.exitbench.model.BatchSession;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.HiddenState;
import io.exitbench.strategy.ExitDecision;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * The token loop for several completions at once. Each step makes one token of every completion:
 * all of them enter the model together, a token that leaves is no row of the layers above, and a
 * completion that ends gives its place to the next (continuous batching, as in Orca, OSDI 2022).
 * Strategies and K/V policies act on each completion as {@link EarlyExitDecoder} has them act on
 * one.
 *
 * <p>Products over several rows may differ in their last bits from those over one, so that tokens
 * equal those of {@link EarlyExitDecoder} as long as no two logits, and no observation and its
 * threshold, are closer than that.
 */
public final class BatchDecoder implements AutoCloseable {
    private final DecoderModel model;
    private final BatchDriver driver;
    private final List<BatchRow> rows;
    private final int[] exits;
    private final int layers;
    private final int positions;
    private final UploadedNets nets;

    /**
     * Allocates the caches.
     *
     * @param model that decodes; it must outlive the decoder
     * @param exits where strategies are asked
     * @param policy what happens to skipped keys and values
     * @param prefill how deep prompts are run
     * @param batch completions at once, at least 1
     * @param positions of the longest prompt and its completion together
     */
    public BatchDecoder(
            DecoderModel model,
            ExitLayers exits,
            KvPolicy policy,
            Prefill prefill,
            int batch,
            int positions) {
        this.model = model;
        this.positions = positions;
        this.exits = exits.layers().stream().mapToInt(Integer::intValue).toArray();
        layers = model.config().layers();
        BatchSession session = model.newBatchSession(batch, positions);
        driver = policy.batchDriver(session, prefill, layers);
        nets = new UploadedNets(model);
        rows = IntStream.range(0, batch).mapToObj(slot -> new BatchRow(model, nets, slot)).toList();
    }

    /**
     * Makes completions; as many as there are places at a time.
     *
     * @param requests in the order in which they begin
     * @param done takes each completion when it ends, which need not be in that order
     * @throws io.exitbench.ExitBenchException if a prompt and its completion need more positions
     *     than there are, or a strategy does not answer
     */
    public void run(Iterator<BatchRequest> requests, BiConsumer<BatchRequest, Completion> done) {
        admit(requests);
        while (!active().isEmpty()) {
            step();
            for (BatchRow row : active()) {
                if (row.hasEnded()) {
                    driver.release(row);
                    BatchRequest request = row.request();
                    done.accept(request, row.finish());
                }
            }
            admit(requests);
        }
    }

    private List<BatchRow> active() {
        return rows.stream().filter(BatchRow::isBusy).toList();
    }

    /** Gives free places to the next requests and runs their prompts. */
    private void admit(Iterator<BatchRequest> requests) {
        List<BatchRow> fresh = new ArrayList<>();
        for (BatchRow row : rows) {
            if (!row.isBusy() && requests.hasNext()) {
                BatchRequest request = requests.next();
                PromptRoom.require(request.prompt(), request.newTokens(), positions);
                row.take(request);
                fresh.add(row);
            }
        }
        if (!fresh.isEmpty()) {
            long started = settledTime();
            driver.prefill(fresh);
            long now = settledTime();
            fresh.forEach(row -> row.beginSample(started, now));
        }
    }

    /** One token of every completion. */
    private void step() {
        List<BatchRow> active = active();
        active.forEach(BatchRow::beginToken);
        driver.begin(active);
        for (int exit = 0; exit < exits.length && !driver.wave().rows().isEmpty(); exit++) {
            driver.runTo(exits[exit]);
            decide(exit);
        }
        if (!driver.wave().rows().isEmpty()) {
            driver.runTo(layers);
            int[] all = IntStream.range(0, driver.wave().rows().size()).toArray();
            leave(all, predict(all), new int[0]);
        }
        // What is under way after a last token would fall into other completions' time.
        boolean ended = active.stream().anyMatch(BatchRow::hasEnded);
        long now = ended ? settledTime() : System.nanoTime();
        active.forEach(row -> row.endToken(now));
    }

    /** Asks every strategy whose token has come to an exit. */
    private void decide(int exit) {
        Wave wave = driver.wave();
        int count = wave.rows().size();
        ExitDecision[] decisions = new ExitDecision[count];
        int[] predicted;
        int[] leaving;
        try (WaveHeads heads = new WaveHeads(model.head(), wave)) {
            for (int i = 0; i < count; i++) {
                HiddenState reached = wave.states().row(i);
                decisions[i] = wave.rows().get(i).ask(exit, reached, heads.of(i));
            }
            leaving = IntStream.range(0, count).filter(i -> leaves(i, decisions[i])).toArray();
            predicted = predictions(heads, leaving, decisions);
        }
        int[] staying =
                IntStream.range(0, count)
                        .filter(i -> decisions[i] == ExitDecision.CONTINUE)
                        .toArray();
        IntStream.range(0, count)
                .filter(i -> decisions[i] == ExitDecision.STOP && !leaves(i, decisions[i]))
                .forEach(i -> wave.rows().get(i).abstain());
        leave(leaving, predicted, staying);
    }

    /** What each token that leaves predicts; nothing where the strategy would end instead. */
    private int[] predictions(WaveHeads heads, int[] leaving, ExitDecision[] decisions) {
        List<BatchRow> members = driver.wave().rows();
        int[] wholeHead =
                IntStream.of(leaving)
                        .filter(i -> decisions[i] == ExitDecision.EXIT)
                        .filter(i -> members.get(i).predictedAmongCandidates().isEmpty())
                        .toArray();
        int[] best = heads.argmax(wholeHead);
        int[] predicted = new int[leaving.length];
        for (int i = 0, next = 0; i < leaving.length; i++) {
            OptionalInt candidate = members.get(leaving[i]).predictedAmongCandidates();
            if (decisions[leaving[i]] != ExitDecision.EXIT) {
                predicted[i] = Continuation.NO_TOKEN;
            } else if (candidate.isPresent()) {
                predicted[i] = candidate.getAsInt();
            } else {
                predicted[i] = best[next];
                next++;
            }
        }
        return predicted;
    }

    /** Whether a token leaves the model here, and not its completion with it. */
    private boolean leaves(int index, ExitDecision decision) {
        return decision == ExitDecision.EXIT
                || decision == ExitDecision.STOP && !driver.wave().rows().get(index).canBeStopped();
    }

    private int[] predict(int[] leaving) {
        try (WaveHeads heads = new WaveHeads(model.head(), driver.wave())) {
            return heads.argmax(leaving);
        }
    }

    private void leave(int[] leaving, int[] predicted, int[] staying) {
        List<BatchRow> members = driver.wave().rows();
        int layer = driver.wave().layer();
        driver.leave(leaving, staying);
        for (int i = 0; i < leaving.length; i++) {
            members.get(leaving[i]).leave(predicted[i], layer);
        }
    }

    private long settledTime() {
        model.synchronise();
        return System.nanoTime();
    }

    @Override
    public void close() {
        rows.forEach(BatchRow::close);
        nets.close();
        driver.close();
    }
}
