package io.exitbench.decode;

import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.SampleContext;
import java.util.function.Supplier;

/** A completion that a {@link BatchDecoder} is to make. */
public final class BatchRequest {
    private final int[] prompt;
    private final Supplier<Continuation> continuation;
    private final int newTokens;
    private final ExitStrategy strategy;
    private final SampleContext sample;

    private BatchRequest(
            int[] prompt,
            Supplier<Continuation> continuation,
            int newTokens,
            ExitStrategy strategy,
            SampleContext sample) {
        this.prompt = prompt;
        this.continuation = continuation;
        this.newTokens = newTokens;
        this.strategy = strategy;
        this.sample = sample;
    }

    /**
     * As {@link TokenDecoder#complete}.
     *
     * @param prompt at least one token
     * @param limit when to end
     * @param strategy of this completion alone
     * @param sample passed on to the strategy
     * @return the request
     */
    public static BatchRequest complete(
            int[] prompt, CompletionLimit limit, ExitStrategy strategy, SampleContext sample) {
        return new BatchRequest(
                prompt,
                () -> new Continuation.Free(limit.newTokens(), limit.ends().get()),
                limit.newTokens(),
                strategy,
                sample);
    }

    /**
     * As {@link TokenDecoder#follow}.
     *
     * @param prompt at least one token
     * @param text what follows it, at least one token
     * @param strategy of this completion alone
     * @param sample passed on to the strategy
     * @return the request
     */
    public static BatchRequest follow(
            int[] prompt, int[] text, ExitStrategy strategy, SampleContext sample) {
        return new BatchRequest(
                prompt, () -> new Continuation.Forced(text), text.length, strategy, sample);
    }

    int[] prompt() {
        return prompt;
    }

    Continuation newContinuation() {
        return continuation.get();
    }

    int newTokens() {
        return newTokens;
    }

    ExitStrategy strategy() {
        return strategy;
    }

    SampleContext sample() {
        return sample;
    }
}
