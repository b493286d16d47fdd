package io.exitbench.result;

/**
 * One run: a row of {@code results.csv}.
 *
 * @param identity what was run
 * @param samples completions
 * @param tokens generated tokens
 * @param meanLayers exit layer, mean over tokens; layers that a K/V policy makes up for later
 *     tokens show in time and energy only
 * @param quality scores
 * @param cost time and energy
 * @param device what it ran on
 */
public record RunResult(
        RunIdentity identity,
        int samples,
        long tokens,
        double meanLayers,
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
    static String label(String strategy, String parameters, String kvPolicy) {
        String name = parameters.isEmpty() ? strategy : strategy + " " + parameters;
        return name + " [" + kvPolicy + "]";
    }

    /**
     * @return layers above the exit, mean over tokens, in percent of the full model's
     */
    public double layersSavedPct() {
        return 100 * (1 - meanLayers / identity.layers());
    }
}
