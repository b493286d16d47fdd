package io.exitbench.strategy;

/** How many tokens a lossless mode drafts before the full model looks at them; one for each run. */
public interface DraftLength {
    /** A new completion begins; what was learned from others is forgotten. */
    default void beginSample() {}

    /**
     * @return at most so many tokens are drafted now, at least 1
     */
    int next();

    /**
     * The full model has looked at drafts.
     *
     * @param drafted how many there were
     * @param accepted how many of them, from the first one on, were its own tokens
     */
    default void verified(int drafted, int accepted) {}

    /**
     * The same length always (LayerSkip, arXiv 2404.16710).
     *
     * @param tokens at least 1
     * @return the length
     */
    static DraftLength fixed(int tokens) {
        return () -> tokens;
    }
}
