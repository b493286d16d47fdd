package io.exitbench.metric;

/**
 * What a metric takes from one sample.
 *
 * @param score the sample's own score
 * @param statistics the numbers its corpus needs; those of several samples may be added
 */
public record Measurement(double score, double[] statistics) {}
