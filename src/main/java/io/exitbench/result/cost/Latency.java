package io.exitbench.result.cost;

import java.util.OptionalDouble;

/**
 * The times of all completions of a run, over all blocks and passes; empty if none was timed.
 *
 * @param completion time of a completion, prompt included
 * @param firstToken time from the prompt to the first token
 * @param betweenTokens time from token to token
 * @param msPerToken mean time from token to token, prompts excluded
 * @param tokensPerSecond generated tokens over the time of all completions, prompts included
 */
public record Latency(
        Percentiles completion,
        Percentiles firstToken,
        Percentiles betweenTokens,
        OptionalDouble msPerToken,
        OptionalDouble tokensPerSecond) {
    /** Of a run that was not timed. */
    public static final Latency UNKNOWN =
            new Latency(
                    Percentiles.UNKNOWN,
                    Percentiles.UNKNOWN,
                    Percentiles.UNKNOWN,
                    OptionalDouble.empty(),
                    OptionalDouble.empty());
}
