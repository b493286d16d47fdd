package io.exitbench.result.table;

import io.exitbench.result.cost.ForcedCost;
import io.exitbench.result.cost.RunCost;
import io.exitbench.result.cost.RunWork;
import io.exitbench.result.cost.SavedCosts;
import io.exitbench.result.record.RunIdentity;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.score.RunScores;
import io.exitbench.result.score.SampleResult;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One run: a row of {@code results.csv}.
 *
 * @param run what was run
 * @param samples all of its samples
 * @param limit what hit the limit of new tokens
 * @param scores nothing if the model's output means nothing
 * @param work of all samples
 * @param cost time and energy of those samples that were measured
 * @param forced the same on the full model's text, and what it computes there
 * @param yardsticks what work and cost are compared with
 * @param saved against full depth with {@code propagate}, each on its own completions
 * @param savedOnEqualText the same on the full model's
 * @param device what it ran on
 */
public record RunResult(
        RunRecord run,
        List<SampleResult> samples,
        LimitHits limit,
        Optional<RunScores> scores,
        RunWork work,
        RunCost cost,
        ForcedCost forced,
        Yardsticks yardsticks,
        SavedCosts saved,
        SavedCosts savedOnEqualText,
        String device) {
    private static final double PERCENT = 100;

    /** Copies the list. */
    public RunResult {
        samples = List.copyOf(samples);
    }

    /**
     * @return what makes the run the run it is
     */
    public RunIdentity identity() {
        return run.identity();
    }

    /**
     * @return strategy, parameters and K/V policy as people read them
     */
    public String label() {
        return run.label();
    }

    /**
     * @param metric name of a metric
     * @return the run's score in it; empty if unknown
     */
    public OptionalDouble score(String metric) {
        return scores.map(known -> known.value(metric)).orElse(OptionalDouble.empty());
    }

    /**
     * @return generated tokens
     */
    public long tokens() {
        return samples.stream().mapToLong(sample -> sample.tokens().length).sum();
    }

    /**
     * @return exit depth: the layer a token left at, mean over tokens; what a K/V policy makes up
     *     for later tokens is in {@link #work} alone; empty if there was no token
     */
    public OptionalDouble meanLayers() {
        return samples.stream().flatMapToInt(s -> Arrays.stream(s.exitLayers())).average();
    }

    /**
     * @return mean over samples of each one's exit depth; samples without a token do not count, and
     *     it is empty if there was none with one
     */
    public OptionalDouble meanLayersPerSample() {
        return samples.stream()
                .filter(sample -> sample.exitLayers().length > 0)
                .mapToDouble(s -> Arrays.stream(s.exitLayers()).average().orElseThrow())
                .average();
    }

    /**
     * @return bytes of weights that a token did not read, in percent of full depth's; empty if
     *     unknown
     */
    public OptionalDouble bytesSavedPct() {
        return PercentSaved.of(work, RunWork::bytes, yardsticks.work());
    }

    /**
     * @return multiply-adds that a token did not take, in percent of full depth's; empty if unknown
     */
    public OptionalDouble computeSavedPct() {
        return PercentSaved.of(work, RunWork::multiplyAdds, yardsticks.work());
    }

    /**
     * @return layers above the exit, mean over tokens, in percent of the full model's; empty if
     *     there was no token
     */
    public OptionalDouble layersSavedPct() {
        OptionalDouble mean = meanLayers();
        return mean.isPresent()
                ? OptionalDouble.of(PERCENT * (1 - mean.getAsDouble() / identity().layers()))
                : mean;
    }
}
