package io.exitbench.strategy;

import java.util.OptionalInt;

/**
 * How many tokens a lossless mode drafts before the full model looks at them. One is made for each
 * completion, so that none learns from others.
 */
public interface DraftLength {
    /**
     * @return at most so many tokens are drafted now, at least 1
     */
    int next();

    /**
     * Where the drafts of this round leave, for modes that choose that together with the length.
     *
     * @return an allowed exit layer; empty if the strategy decides for each draft
     */
    default OptionalInt layer() {
        return OptionalInt.empty();
    }

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
