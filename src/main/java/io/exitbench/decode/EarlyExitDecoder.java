package io.exitbench.decode;

import io.exitbench.ExitBenchException;
import io.exitbench.model.DecoderModel;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.SampleContext;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The token loop: greedy decoding in which a strategy may leave the model at each exit layer. The
 * prompt's last token is the first to be decided upon, so every generated token has a decision.
 */
public final class EarlyExitDecoder implements AutoCloseable {
    private final DecoderModel model;
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
        this.model = model;
        this.exits = exits.layers().stream().mapToInt(Integer::intValue).toArray();
        layers = model.config().layers();
        driver = policy.driver(model, prefill);
        observation = new TokenObservation(model);
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
        strategy.beginSample(sample);
        long started = System.nanoTime();
        int last = prompt.length - 1;
        driver.prefill(Arrays.copyOf(prompt, last));
        model.synchronise();
        long before = System.nanoTime();
        long prefillNanos = before - started;
        int token = prompt[last];
        int count = 0;
        boolean abstained = false;
        long stopNanos = 0;
        while (count < limit.newTokens()) {
            strategy.beginToken(count);
            int layer = leave(token, strategy, count);
            if (layer == 0) {
                abstained = true;
                stopNanos = System.nanoTime() - before;
                break;
            }
            token = observation.argmax();
            driver.finish();
            long now = System.nanoTime();
            tokens[count] = token;
            exitLayers[count] = layer;
            nanos[count] = now - before;
            before = now;
            count++;
            strategy.observeOutcome(token, layer);
            if (ends.test(token)) {
                break;
            }
        }
        observation.end();
        return new Completion(
                Arrays.copyOf(tokens, count),
                Arrays.copyOf(exitLayers, count),
                Arrays.copyOf(nanos, count),
                prefillNanos,
                abstained,
                stopNanos);
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
