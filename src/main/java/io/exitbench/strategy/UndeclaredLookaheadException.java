package io.exitbench.strategy;

/** A strategy asked for the full model's answer without having declared that it cheats. */
public final class UndeclaredLookaheadException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /** With the remedy. */
    public UndeclaredLookaheadException() {
        super(
                "the full model's answer was asked for but not declared; give the variant the role"
                        + " CHEATING");
    }
}
