package io.exitbench.result.table;

import io.exitbench.result.cost.Cost;
import io.exitbench.result.record.RunIdentity;
import io.exitbench.result.score.Quality;
import java.util.OptionalDouble;

/**
 * One run: a row of {@code results.csv}.
 *
 * @param identity what was run
 * @param samples completions
 * @param tokens generated tokens
 * @param meanLayers exit layer, mean over tokens; layers that a K/V policy makes up for later
 *     tokens show in time and energy only; empty if there was no token
 * @param meanLayersPerSample mean over samples of each one's mean exit layer; samples without a
 *     token do not count, and it is empty if there was none with one
 * @param limit what hit the limit of new tokens
 * @param quality scores
 * @param cost time and energy
 * @param device what it ran on
 */
public record RunResult(
        RunIdentity identity,
        int samples,
        long tokens,
        OptionalDouble meanLayers,
        OptionalDouble meanLayersPerSample,
        LimitHits limit,
        Quality quality,
        Cost cost,
        String device) {

    /**
     * @return strategy, parameters and K/V policy as people read them
     */
    public String label() {
        return label(identity.strategy(), identity.parameters(), identity.kvPolicy());
    }

    /**
     * @param strategy name of the family
     * @param parameters of the strategy, possibly empty
     * @param kvPolicy of the run
     * @return how people read them together
     */
    public static String label(String strategy, String parameters, String kvPolicy) {
        String name = parameters.isEmpty() ? strategy : strategy + " " + parameters;
        return name + " [" + kvPolicy + "]";
    }

    /**
     * @return layers above the exit, mean over tokens, in percent of the full model's; empty if
     *     there was no token
     */
    public OptionalDouble layersSavedPct() {
        return meanLayers.isPresent()
                ? OptionalDouble.of(100 * (1 - meanLayers.getAsDouble() / identity.layers()))
                : meanLayers;
    }
}
