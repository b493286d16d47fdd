package io.exitbench.model;

/** Logits of several tokens on the model's device. */
public sealed interface RowLogits extends AutoCloseable permits TensorRowLogits, AnsweredRowLogits {
    /**
     * One token's, without copying.
     *
     * @param row from 0
     * @return the logits, which the caller closes
     */
    Logits row(int row);

    /**
     * Waits for the device once, or not at all.
     *
     * @return the most probable token of each row
     */
    int[] argmax();

    /**
     * What one token's {@link Logits} answer. Waits for the device once, or not at all.
     *
     * @return a row for each token
     */
    Predictions predictions();

    /**
     * Chooses candidates.
     *
     * @param count of each token, at most the vocabulary
     * @return the most probable tokens of each row, which the caller closes
     */
    Candidates best(int count);

    /**
     * The four numbers of each row's distribution among its candidates.
     *
     * @param candidates of as many rows
     * @return a row for each token
     */
    Predictions among(Candidates candidates);

    @Override
    void close();
}
