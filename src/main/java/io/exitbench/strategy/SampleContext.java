package io.exitbench.strategy;

import java.util.function.Supplier;

/**
 * What is known before the first token of a completion.
 *
 * @param id of the sample
 * @param promptTokens length of the prompt in tokens
 * @param answer gives what the full model would do, or throws if that was not declared
 */
public record SampleContext(String id, int promptTokens, Supplier<FullDepthTrace> answer) {

    /**
     * For a strategy that is not told the answer.
     *
     * @param id of the sample
     * @param promptTokens length of the prompt in tokens
     * @return the context
     */
    public static SampleContext blind(String id, int promptTokens) {
        return new SampleContext(
                id,
                promptTokens,
                () -> {
                    throw new UndeclaredLookaheadException();
                });
    }

    /**
     * For a strategy that declared that it {@link StrategyRole#CHEATING cheats}.
     *
     * @param id of the sample
     * @param promptTokens length of the prompt in tokens
     * @param answer what the full model does
     * @return the context
     */
    public static SampleContext told(String id, int promptTokens, FullDepthTrace answer) {
        return new SampleContext(id, promptTokens, () -> answer);
    }

    /**
     * For a strategy that is not told the answer and is watched for asking, since it may swallow
     * the exception.
     *
     * @param asked called whenever it asks
     * @return this context for it
     */
    public SampleContext watched(Runnable asked) {
        return new SampleContext(
                id,
                promptTokens,
                () -> {
                    asked.run();
                    return answer.get();
                });
    }

    /**
     * @return what the full model would do
     * @throws UndeclaredLookaheadException if the strategy did not declare that it cheats
     */
    public FullDepthTrace lookahead() {
        return answer.get();
    }
}
