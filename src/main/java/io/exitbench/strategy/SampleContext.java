package io.exitbench.strategy;

/**
 * What is known before the first token of a completion.
 *
 * @param id of the sample
 * @param promptTokens length of the prompt in tokens
 * @param lookahead what the full model would do; null unless the strategy declared that it {@link
 *     StrategyVariant#cheats() cheats}
 */
public record SampleContext(String id, int promptTokens, FullDepthTrace lookahead) {}
