package io.exitbench.result;

/**
 * What a strategy's decisions cost, by difference: the time of its completions less the time of the
 * same completions with the same exits replayed, in percent of the former. Noise can make it
 * negative.
 *
 * @param percent over all blocks
 * @param lowest of any block
 * @param highest of any block
 */
public record Overhead(double percent, double lowest, double highest) {}
