package io.exitbench.decode;

/**
 * One completion and how it came about.
 *
 * @param tokens generated tokens, the one that ended the completion included
 * @param exitLayers the layer that each token came from, 1-based
 * @param tokenNanos time from one token to the next; the first holds the time from the end of the
 *     prefill
 * @param prefillNanos time until the device had run the prompt
 * @param abstained whether the strategy stopped the completion
 */
public record Completion(
        int[] tokens, int[] exitLayers, long[] tokenNanos, long prefillNanos, boolean abstained) {

    /**
     * @return time from the prompt to the last token
     */
    public long totalNanos() {
        long total = prefillNanos;
        for (long nanos : tokenNanos) {
            total += nanos;
        }
        return total;
    }

    /**
     * @return layers run for all tokens together
     */
    public long layersRun() {
        long layers = 0;
        for (int layer : exitLayers) {
            layers += layer;
        }
        return layers;
    }
}
