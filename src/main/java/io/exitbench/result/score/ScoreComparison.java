package io.exitbench.result.score;

import io.exitbench.result.statistics.NonInferiority;
import io.exitbench.result.statistics.PairedTest;
import io.exitbench.result.statistics.Unit;
import java.util.Optional;

/**
 * A run against full depth in one metric, not corrected for the number of runs.
 *
 * @param runId the run
 * @param label strategy, parameters and K/V policy
 * @param metric name of the metric
 * @param signature how the metric was computed
 * @param paired difference and p-values
 * @param unit that was drawn
 * @param nonInferiority of Edit Similarity; empty for other metrics
 * @param primary whether the run is at a setting that was declared to be compared; all others are
 *     exploratory
 */
public record ScoreComparison(
        String runId,
        String label,
        String metric,
        String signature,
        PairedTest paired,
        Unit unit,
        Optional<NonInferiority> nonInferiority,
        boolean primary) {}
