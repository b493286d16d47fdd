package io.exitbench.strategy;

/** What a strategy answers at an exit layer. */
public enum ExitDecision {
    /** Run on to the next exit layer. */
    CONTINUE,
    /** Stop here: this layer's logits give the token. */
    EXIT,
    /** End the completion without another token (abstain; arXiv 2401.09964). */
    STOP;

    /**
     * For rules that are a condition.
     *
     * @param leave whether to leave here
     * @return {@link #EXIT}, or {@link #CONTINUE} if not
     */
    public static ExitDecision exitIf(boolean leave) {
        return leave ? EXIT : CONTINUE;
    }
}
