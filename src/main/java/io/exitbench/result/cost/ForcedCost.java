package io.exitbench.result.cost;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * What a run costs on the full model's own text: every run goes through the same tokens, so that
 * none saves by ending a completion too early or pays for running on.
 *
 * @param work of all samples
 * @param cost of the measured samples' texts
 * @param tokenNanos of each of its blocks, in order: the first pass without its prompts
 * @param candidates how its looks at candidates fared
 */
public record ForcedCost(RunWork work, RunCost cost, long[] tokenNanos, CandidateLooks candidates) {
    private static final double NANOS_PER_MS = 1e6;

    /**
     * @return mean milliseconds of a token, prompts excluded; empty if nothing was measured
     */
    public OptionalDouble msPerToken() {
        return tokenNanos.length == 0 || cost.tokens() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        Arrays.stream(tokenNanos).average().orElseThrow()
                                / NANOS_PER_MS
                                / cost.tokens());
    }
}
