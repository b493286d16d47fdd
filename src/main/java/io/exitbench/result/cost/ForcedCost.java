package io.exitbench.result.cost;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a run costs on the full model's own text: every run goes through the same tokens, so that
 * none saves by ending a completion too early or pays for running on.
 *
 * @param work of all samples
 * @param tokens of the measured samples' texts
 * @param blocks one for each block, in order
 * @param tokenNanos of each block, in the same order: the first pass without its prompts
 */
public record ForcedCost(RunWork work, long tokens, List<BlockCost> blocks, long[] tokenNanos) {
    private static final double NANOS_PER_MS = 1e6;

    /**
     * @return mean milliseconds of a token, prompts excluded; empty if nothing was measured
     */
    public OptionalDouble msPerToken() {
        return tokenNanos.length == 0 || tokens == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        Arrays.stream(tokenNanos).average().orElseThrow() / NANOS_PER_MS / tokens);
    }

    /**
     * @return mean seconds for going through all samples once, prompts included; empty if nothing
     *     was measured
     */
    public OptionalDouble secondsPerPass() {
        return blocks.stream().mapToDouble(BlockCost::secondsPerPass).average();
    }

    /**
     * @return mean gross joules for going through all samples once; empty if any block has a gap
     */
    public OptionalDouble energyPerPass() {
        return blocks.isEmpty() || blocks.stream().anyMatch(b -> b.joulesPerPass().isEmpty())
                ? OptionalDouble.empty()
                : blocks.stream().mapToDouble(b -> b.joulesPerPass().getAsDouble()).average();
    }

    /**
     * @return mean gross joules of a token, prompts included; empty if unknown
     */
    public OptionalDouble energyPerToken() {
        OptionalDouble pass = energyPerPass();
        return pass.isPresent() && tokens > 0
                ? OptionalDouble.of(pass.getAsDouble() / tokens)
                : OptionalDouble.empty();
    }
}
