package io.exitbench.model;

/**
 * What an exit says of the next token, for each of one or more rows.
 *
 * @param argmax the most probable token of each row
 * @param topProbability its probability, in (0, 1]
 * @param margin over the second most probable token's, in [0, 1]
 * @param entropy of each row's distribution in nats
 */
public record Predictions(long[] argmax, float[] topProbability, float[] margin, float[] entropy) {
    private static final int NUMBERS = 4;

    /** From rows of these four numbers. */
    static Predictions ofRows(double[] numbers) {
        int rows = numbers.length / NUMBERS;
        Predictions predictions =
                new Predictions(new long[rows], new float[rows], new float[rows], new float[rows]);
        for (int row = 0; row < rows; row++) {
            int at = row * NUMBERS;
            predictions.argmax[row] = (long) numbers[at];
            predictions.topProbability[row] = (float) numbers[at + 1];
            predictions.margin[row] = (float) numbers[at + 2];
            predictions.entropy[row] = (float) numbers[at + 3];
        }
        return predictions;
    }
}
