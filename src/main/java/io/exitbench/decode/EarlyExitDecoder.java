package io.exitbench.decode;

import io.exitbench.model.DecoderModel;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.SampleContext;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * The token loop: greedy decoding in which a strategy may leave the model at each exit layer. The
 * prompt's last token is the first to be decided upon, so every generated token has a decision.
 */
public final class EarlyExitDecoder implements TokenDecoder {
    private final DecoderModel model;
    private final WorkCounter work = new WorkCounter();
    private final Runnable settle;
    private final LongSupplier nanoTime;
    private final LayerDriver driver;
    private final UploadedNets nets;
    private final TokenObservation observation;
    private final int[] exits;
    private final int layers;

    /**
     * Allocates the cache.
     *
     * @param model that decodes; it must outlive the decoder
     * @param exits where the strategy is asked
     * @param policy what happens to skipped keys and values
     * @param prefill how deep the prompt is run
     */
    public EarlyExitDecoder(
            DecoderModel model, ExitLayers exits, KvPolicy policy, Prefill prefill) {
        this(model, exits, policy, prefill, model::synchronise, System::nanoTime);
    }

    /**
     * @param settle waits until the device has done all it was given
     * @param nanoTime the clock
     */
    EarlyExitDecoder(
            DecoderModel model,
            ExitLayers exits,
            KvPolicy policy,
            Prefill prefill,
            Runnable settle,
            LongSupplier nanoTime) {
        this.model = model;
        this.settle = settle;
        this.nanoTime = nanoTime;
        this.exits = exits.layers().stream().mapToInt(Integer::intValue).toArray();
        layers = model.config().layers();
        driver = policy.driver(model, prefill, work);
        nets = new UploadedNets(model);
        observation = new TokenObservation(model, work, nets);
    }

    @Override
    public Completion complete(
            int[] prompt, CompletionLimit limit, ExitStrategy strategy, SampleContext sample) {
        PromptRoom.require(prompt, limit.newTokens(), model.window());
        long started = prefill(prompt);
        return decode(
                prompt,
                new Continuation.Free(limit.newTokens(), limit.ends().get()),
                strategy,
                sample,
                started);
    }

    @Override
    public Completion follow(
            int[] prompt, int[] text, ExitStrategy strategy, SampleContext sample) {
        PromptRoom.require(prompt, text.length, model.window());
        long started = prefill(prompt);
        return decode(prompt, new Continuation.Forced(text), strategy, sample, started);
    }

    @Override
    public Completion followAgain(
            int[] prompt, int[] text, ExitStrategy strategy, SampleContext sample) {
        PromptRoom.require(prompt, text.length, model.window());
        long started = nanoTime.getAsLong();
        if (driver.rewind(prompt.length - 1)) {
            work.beginAgain();
        } else {
            started = prefill(prompt);
        }
        return decode(prompt, new Continuation.Forced(text), strategy, sample, started);
    }

    /** Runs all of the prompt but its last token; returns when it began. */
    private long prefill(int[] prompt) {
        work.beginCompletion();
        long started = settledTime();
        driver.prefill(Arrays.copyOf(prompt, prompt.length - 1));
        return started;
    }

    private Completion decode(
            int[] prompt,
            Continuation continuation,
            ExitStrategy strategy,
            SampleContext sample,
            long started) {
        int most = continuation.mostTokens();
        int[] tokens = new int[most];
        int[] exitLayers = new int[most];
        long[] nanos = new long[most];
        long before = settledTime();
        long prefillNanos = before - started;
        // After the prefill, so that what it does counts among the tokens it is done for.
        strategy.beginSample(sample);
        int token = prompt[prompt.length - 1];
        int count = 0;
        boolean ended = false;
        boolean abstained = false;
        long stopNanos = 0;
        while (!ended) {
            strategy.beginToken(count);
            work.beginToken();
            boolean stopped = leave(token, strategy, count);
            if (stopped && continuation.canBeStopped()) {
                abstained = true;
                work.discardToken();
                stopNanos = settledTime() - before;
                break;
            }
            int layer = observation.layer();
            int predicted = stopped ? Continuation.NO_TOKEN : observation.predicted();
            token = continuation.token(count, predicted);
            driver.finish();
            strategy.observeOutcome(token, layer);
            tokens[count] = predicted;
            exitLayers[count] = layer;
            ended = continuation.endsAfter(count, token);
            // What is under way after the last token would fall into the next completion's time.
            long now = ended ? settledTime() : nanoTime.getAsLong();
            nanos[count] = now - before;
            before = now;
            count++;
        }
        observation.end();
        return new Completion(
                Arrays.copyOf(tokens, count),
                Arrays.copyOf(exitLayers, count),
                Arrays.copyOf(nanos, count),
                prefillNanos,
                abstained,
                stopNanos,
                work.ledger());
    }

    /** The time once the device has done all it was given. */
    private long settledTime() {
        settle.run();
        return nanoTime.getAsLong();
    }

    /** Runs a token to the layer where it leaves; true if the strategy ends the completion. */
    private boolean leave(int token, ExitStrategy strategy, int index) {
        driver.begin(token);
        observation.beginToken(index);
        for (int exit = 0; exit < exits.length; exit++) {
            observation.reach(exit, exits[exit], driver.runTo(exits[exit]));
            ExitDecision decision = Decision.ask(strategy, observation);
            if (decision != ExitDecision.CONTINUE) {
                return decision == ExitDecision.STOP;
            }
        }
        observation.reach(exits.length, layers, driver.runTo(layers));
        return false;
    }

    @Override
    public void close() {
        observation.close();
        nets.close();
        driver.close();
    }
}
