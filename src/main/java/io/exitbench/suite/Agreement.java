package io.exitbench.suite;

/** How much of a completion the full model would have written too. */
final class Agreement {
    private Agreement() {}

    /**
     * Positions with equal tokens. Agreement is their share of the longer completion's length, so
     * that stopping too early and going on too long both count against it.
     */
    static int equalTokens(int[] tokens, int[] fullDepth) {
        int equal = 0;
        for (int i = 0; i < Math.min(tokens.length, fullDepth.length); i++) {
            equal += tokens[i] == fullDepth[i] ? 1 : 0;
        }
        return equal;
    }
}
