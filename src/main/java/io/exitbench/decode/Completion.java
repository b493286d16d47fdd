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
 * @param stopNanos time from the last token to that decision, 0 if it was not made
 */
public record Completion(
        int[] tokens,
        int[] exitLayers,
        long[] tokenNanos,
        long prefillNanos,
        boolean abstained,
        long stopNanos) {

    /**
     * @return time from the prompt to the last token, or to the decision to stop
     */
    public long totalNanos() {
        long total = prefillNanos + stopNanos;
        for (long nanos : tokenNanos) {
            total += nanos;
        }
        return total;
    }
}
