package io.exitbench.model;

/**
 * What an exit says of a token, and what a net says of that.
 *
 * @param among what it says among the token's candidates, one row
 * @param score of the net, as {@link ExitNet#score}
 */
public record Judgement(Predictions among, float score) {}
