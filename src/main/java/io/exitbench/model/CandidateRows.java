package io.exitbench.model;

import java.util.function.IntToDoubleFunction;

/**
 * Rows of the LM head that belong to a token's candidates, on the host. What they say is computed
 * in a fixed order, so that equal states give equal bits on every machine. They end with the model,
 * whose memory they are read from.
 */
final class CandidateRows {
    private static final int TWO = 2;

    private final HeadRows head;
    private final int[] tokens;
    private float[] rows;

    /**
     * @param head where they are
     * @param tokens the candidates, ascending, at least two; they become this object's
     */
    CandidateRows(HeadRows head, int[] tokens) {
        if (tokens.length < TWO) {
            throw new IllegalArgumentException("A margin needs two candidates.");
        }
        this.head = head;
        this.tokens = tokens;
    }

    /** Copied when first asked for: a token that leaves at its first exit needs none. */
    private float[] rows() {
        if (rows == null) {
            rows = new float[tokens.length * head.width()];
            for (int i = 0; i < tokens.length; i++) {
                head.copy(tokens[i], rows, i * head.width());
            }
        }
        return rows;
    }

    /**
     * @return the candidates, ascending; shared
     */
    int[] tokens() {
        return tokens;
    }

    /**
     * What a state says of the next token among the candidates: a softmax over their logits.
     *
     * @param state as the LM head reads it
     * @return one row; of equal logits the lower token wins
     */
    Predictions among(float[] state) {
        float[] own = rows();
        return confidence(i -> DotProduct.of(state, own, i * head.width()));
    }

    /**
     * The same where the whole head was evaluated.
     *
     * @param logits of the vocabulary
     * @return one row
     */
    Predictions amongLogits(float[] logits) {
        return confidence(i -> logits[tokens[i]]);
    }

    private Predictions confidence(IntToDoubleFunction logitOf) {
        double[] logits = new double[tokens.length];
        int best = 0;
        for (int i = 0; i < logits.length; i++) {
            logits[i] = logitOf.applyAsDouble(i);
            best = logits[i] > logits[best] ? i : best;
        }
        return confidence(logits, best);
    }

    private Predictions confidence(double[] logits, int best) {
        double most = logits[best];
        double second = 0;
        double sum = 0;
        double weighted = 0;
        for (int i = 0; i < logits.length; i++) {
            double below = logits[i] - most;
            double share = StrictMath.exp(below);
            sum += share;
            weighted += share * below;
            second = i == best ? second : Math.max(second, share);
        }
        return new Predictions(
                new long[] {tokens[best]},
                new float[] {(float) (1 / sum)},
                new float[] {(float) ((1 - second) / sum)},
                new float[] {(float) (StrictMath.log(sum) - weighted / sum)});
    }
}
