package io.exitbench.result.score;

import io.exitbench.result.statistics.PairedTest;

/**
 * A run against full depth in one metric.
 *
 * @param runId the run
 * @param label strategy, parameters and K/V policy
 * @param metric name of the metric
 * @param signature how the metric was computed
 * @param paired difference and p-values
 * @param bootstrapHolm the bootstrap's p-value after Holm's correction over all runs
 * @param randomisationHolm the same of approximate randomisation
 */
public record ScoreComparison(
        String runId,
        String label,
        String metric,
        String signature,
        PairedTest paired,
        double bootstrapHolm,
        double randomisationHolm) {}
