package io.exitbench.strategy;

/** What a strategy is in an experiment; whatever is decided by that is decided by nothing else. */
public enum StrategyRole {
    /** Never leaves: the model as it is, with which everything is compared. */
    FULL_DEPTH,
    /** Leaves where what an exit predicts passes a threshold; what others must beat. */
    THRESHOLD_RULE,
    /** Was trained. */
    LEARNED,
    /** Writes what full depth writes, by construction. */
    LOSSLESS,
    /** Decides without looking at anything, to show what that is worth. */
    CONTROL,
    /**
     * Is told the full model's answer beforehand, as an oracle is: a bound that cannot be deployed.
     */
    CHEATING,
    /** Anything else. */
    CANDIDATE
}
