package io.exitbench.metric;

/**
 * A completion and what was expected.
 *
 * @param prediction generated text
 * @param reference expected text
 */
public record ScoredPair(String prediction, String reference) {}
