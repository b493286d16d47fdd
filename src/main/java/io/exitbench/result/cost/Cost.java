package io.exitbench.result.cost;

import java.util.OptionalDouble;

/**
 * Time and energy of a run; empty if not measured.
 *
 * @param latencyMsPerToken mean time from token to token, prefill excluded
 * @param latencyMsPerSampleP50 median time of a completion, prefill included
 * @param latencyMsPerSampleP95 95th percentile of the same
 * @param tokensPerSecond generated tokens over the time of all completions, prefill included
 * @param energyPerToken joules for each generated token, prefill included
 * @param energyPerSample joules for each completion
 * @param energySource boundary and method of the meter
 * @param energySavedPct against full depth with {@code propagate}
 * @param decisionOverheadPct share of the time that the strategy's decisions cost
 */
public record Cost(
        OptionalDouble latencyMsPerToken,
        double latencyMsPerSampleP50,
        double latencyMsPerSampleP95,
        double tokensPerSecond,
        OptionalDouble energyPerToken,
        OptionalDouble energyPerSample,
        String energySource,
        OptionalDouble energySavedPct,
        OptionalDouble decisionOverheadPct) {}
