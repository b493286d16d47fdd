package io.exitbench.strategy;

/**
 * What a strategy looks at, and so has computed. Where a token stands (layer, exit, index) is free
 * and needs no declaration.
 */
public enum Need {
    /** {@link Observation#argmax()}: the whole head at each exit that is asked. */
    ARGMAX("the token each exit predicts"),
    /** Probability, margin or entropy of the whole head: as dear as {@link #ARGMAX}. */
    CONFIDENCE("the whole head's confidence"),
    /** {@link Observation#amongCandidates()}: the head once in a token, then a few rows of it. */
    CANDIDATES("confidence among candidates"),
    /** A hidden state, copied to the host or seen by a net: no head at all. */
    HIDDEN_STATE("hidden states"),
    /** What was written before, prompt included. */
    PAST_TOKENS("the text before");

    private final String words;

    Need(String words) {
        this.words = words;
    }

    /**
     * @return what it is, as people read it
     */
    public String words() {
        return words;
    }
}
