package io.exitbench.bench;

/**
 * A completion of the full model and what its exits said on the way.
 *
 * @param prompt token ids
 * @param tokens what the last layer wrote
 * @param predicted {@code [tokens][exits]}: what each exit would have written
 * @param sure {@code [tokens][exits]}: its top probability
 */
record RecordedCase(int[] prompt, int[] tokens, int[][] predicted, float[][] sure) {
    boolean agrees(int index, int exit) {
        return predicted[index][exit] == tokens[index];
    }
}
