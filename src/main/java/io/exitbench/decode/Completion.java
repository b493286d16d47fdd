package io.exitbench.decode;

/**
 * One completion and how it came about.
 *
 * @param tokens generated tokens, the one that ended the completion included
 * @param exitLayers the layer that each token came from, 1-based
 * @param tokenNanos time from one token to the next, with all that the strategy did for it; the
 *     first holds the time from the end of the prefill and what the strategy did to begin, the last
 *     the time until the device had nothing left to do
 * @param prefillNanos time until the device had run the prompt
 * @param abstained whether the strategy stopped the completion
 * @param stopNanos time from the last token until the device had done what that decision took, 0 if
 *     it was not made
 * @param work what the model computed
 */
public record Completion(
        int[] tokens,
        int[] exitLayers,
        long[] tokenNanos,
        long prefillNanos,
        boolean abstained,
        long stopNanos,
        WorkLedger work) {

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
