package io.exitbench.result.cost;

import io.exitbench.energy.EnergyQuality;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What one run costs in time and energy: everything that is said of it is drawn from here. The
 * samples are those that were measured, which may be fewer than those that were scored.
 *
 * @param runId the run
 * @param label strategy, parameters and K/V policy
 * @param samples completions of one pass over the measured samples
 * @param tokens generated tokens of the same
 * @param source boundary and method of the meter
 * @param quality of its joules
 * @param blocks one for each block, in order
 * @param latency of all passes
 * @param overhead of decisions, if it was measured
 * @param idleWatts mean of before and after, if known
 */
public record RunCost(
        String runId,
        String label,
        int samples,
        long tokens,
        String source,
        EnergyQuality quality,
        List<BlockCost> blocks,
        Latency latency,
        Optional<Overhead> overhead,
        OptionalDouble idleWatts) {

    /**
     * @return measured seconds over all blocks
     */
    public double seconds() {
        return blocks.stream().mapToDouble(BlockCost::seconds).sum();
    }

    /**
     * @return mean gross joules for going through all samples once; empty if any block has a gap
     */
    public OptionalDouble energyPerPass() {
        return blocks.stream().allMatch(block -> block.joulesPerPass().isPresent())
                ? blocks.stream().mapToDouble(b -> b.joulesPerPass().getAsDouble()).average()
                : OptionalDouble.empty();
    }

    /**
     * @return mean gross joules of a completion
     */
    public OptionalDouble energyPerSample() {
        OptionalDouble pass = energyPerPass();
        return pass.isPresent()
                ? OptionalDouble.of(pass.getAsDouble() / samples)
                : OptionalDouble.empty();
    }

    /**
     * @return mean gross joules of a generated token, prompts included; empty if there was none
     */
    public OptionalDouble energyPerToken() {
        OptionalDouble pass = energyPerPass();
        return pass.isPresent() && tokens > 0
                ? OptionalDouble.of(pass.getAsDouble() / tokens)
                : OptionalDouble.empty();
    }

    /**
     * @return mean seconds for going through all samples once; empty if nothing was measured
     */
    public OptionalDouble secondsPerPass() {
        return blocks.stream().mapToDouble(BlockCost::secondsPerPass).average();
    }

    /**
     * @return mean joules of a completion above those of an idle machine in the same time; empty if
     *     they are an estimate, which has no idle power in it
     */
    public OptionalDouble netEnergyPerSample() {
        if (quality == EnergyQuality.ESTIMATE) {
            return OptionalDouble.empty();
        }
        OptionalDouble gross = energyPerSample();
        double seconds = secondsPerPass().orElse(0);
        return gross.isPresent() && idleWatts.isPresent()
                ? OptionalDouble.of(
                        gross.getAsDouble() - idleWatts.getAsDouble() * seconds / samples)
                : OptionalDouble.empty();
    }

    /**
     * @return relative standard deviation of the energy over the blocks in percent
     */
    public OptionalDouble energySpreadPct() {
        return energyPerPass().isPresent()
                ? spread(block -> block.joulesPerPass().getAsDouble())
                : OptionalDouble.empty();
    }

    /**
     * @return relative standard deviation of the time over the blocks in percent
     */
    public OptionalDouble timeSpreadPct() {
        return spread(BlockCost::secondsPerPass);
    }

    private OptionalDouble spread(Function<BlockCost, Double> value) {
        int count = blocks.size();
        double mean = blocks.stream().mapToDouble(value::apply).average().orElse(0);
        if (count < 2 || mean <= 0) {
            return OptionalDouble.empty();
        }
        double squares = blocks.stream().mapToDouble(b -> Math.pow(value.apply(b) - mean, 2)).sum();
        return OptionalDouble.of(100 * Math.sqrt(squares / (count - 1)) / mean);
    }
}
