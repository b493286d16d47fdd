package io.exitbench.decode;

import io.exitbench.ExitBenchException;
import io.exitbench.model.DecoderModel;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.SampleContext;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;

/**
 * The token loop: greedy decoding in which a strategy may leave the model at each exit layer. The
 * prompt's last token is the first to be decided upon, so every generated token has a decision.
 */
public final class EarlyExitDecoder implements AutoCloseable {
    private final DecoderModel model;
    private final WorkCounter work = new WorkCounter();
    private final Runnable settle;
    private final LongSupplier nanoTime;
    private final LayerDriver driver;
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
        observation = new TokenObservation(model, work);
    }

    /**
     * Completes a prompt.
     *
     * @param prompt at least one token, the earliest cut off by the caller if it is too long
     * @param limit when to end
     * @param strategy asked at each exit layer
     * @param sample passed on to the strategy
     * @return the completion
     * @throws ExitBenchException if prompt and completion do not fit the model's window
     */
    public Completion complete(
            int[] prompt, CompletionLimit limit, ExitStrategy strategy, SampleContext sample) {
        if (prompt.length == 0 || prompt.length + limit.newTokens() - 1 > model.window()) {
            throw new ExitBenchException(
                    "A prompt of "
                            + prompt.length
                            + " tokens with "
                            + limit.newTokens()
                            + " new ones does not fit a window of "
                            + model.window()
                            + " positions; shorten exitbench.context.");
        }
        int[] tokens = new int[limit.newTokens()];
        int[] exitLayers = new int[limit.newTokens()];
        long[] nanos = new long[limit.newTokens()];
        IntPredicate ends = limit.ends().get();
        work.beginCompletion();
        long started = settledTime();
        int last = prompt.length - 1;
        driver.prefill(Arrays.copyOf(prompt, last));
        long before = settledTime();
        long prefillNanos = before - started;
        // After the prefill, so that what it does counts among the tokens it is done for.
        strategy.beginSample(sample);
        int token = prompt[last];
        int count = 0;
        boolean ended = false;
        boolean abstained = false;
        long stopNanos = 0;
        while (!ended) {
            strategy.beginToken(count);
            work.beginToken();
            int layer = leave(token, strategy, count);
            if (layer == 0) {
                abstained = true;
                work.discardToken();
                stopNanos = settledTime() - before;
                break;
            }
            token = observation.argmax();
            driver.finish();
            strategy.observeOutcome(token, layer);
            tokens[count] = token;
            exitLayers[count] = layer;
            ended = ends.test(token) || count == limit.newTokens() - 1;
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

    /** Runs a token to the layer where it leaves; 0 if the strategy ends the completion. */
    private int leave(int token, ExitStrategy strategy, int index) {
        driver.begin(token);
        observation.beginToken(index);
        for (int exit = 0; exit < exits.length; exit++) {
            observation.reach(exit, exits[exit], driver.runTo(exits[exit]));
            ExitDecision decision = strategy.decide(observation);
            if (decision == null) {
                throw new ExitBenchException(
                        "decide answered null at layer "
                                + exits[exit]
                                + " of token "
                                + index
                                + "; answer CONTINUE, EXIT or STOP.");
            }
            if (decision == ExitDecision.EXIT) {
                return exits[exit];
            }
            if (decision == ExitDecision.STOP) {
                return 0;
            }
        }
        observation.reach(exits.length, layers, driver.runTo(layers));
        return layers;
    }

    @Override
    public void close() {
        observation.close();
        driver.close();
    }
}
