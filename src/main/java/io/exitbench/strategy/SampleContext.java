package io.exitbench.strategy;

/**
 * What is known before the first token of a completion.
 *
 * @param id of the sample
 * @param promptTokens length of the prompt in tokens
 * @param lookahead what the full model would do; null unless the strategy declared that it {@link
 *     StrategyVariant#cheats() cheats}
 */
public record SampleContext(String id, int promptTokens, FullDepthTrace lookahead) {

    /**
     * @return what the full model would do
     * @throws IllegalStateException if the strategy did not declare that it cheats
     */
    @Override
    public FullDepthTrace lookahead() {
        if (lookahead == null) {
            throw new IllegalStateException(
                    "the full model's answer was asked for but not declared; set cheats in the"
                            + " variant");
        }
        return lookahead;
    }
}
