package io.exitbench.result.statistics;

/**
 * A run against another on the same samples.
 *
 * @param difference the run's score less the other's
 * @param interval the confidence interval of the difference
 * @param bootstrapP two-sided p-value of the paired bootstrap, above 0 and at most 1
 * @param randomisationP two-sided p-value of approximate randomisation, above 0 and at most 1
 */
public record PairedTest(
        double difference, Interval interval, double bootstrapP, double randomisationP) {}
