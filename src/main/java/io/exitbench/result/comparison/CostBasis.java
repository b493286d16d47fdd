package io.exitbench.result.comparison;

import java.util.Locale;

/** What is equal when two strategies are compared at the same cost; all are a token's. */
public enum CostBasis {
    /** Multiply-adds, computed; the primary comparison is at these. */
    COMPUTE,
    /** Weights read, computed. */
    BYTES,
    /** Measured time; shown, and nothing is decided by it. */
    TIME;

    /**
     * @return as tables call it
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
