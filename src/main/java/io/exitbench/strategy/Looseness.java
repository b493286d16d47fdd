package io.exitbench.strategy;

/**
 * Where a variant stands among those that differ in one parameter alone.
 *
 * @param parameter key of that parameter
 * @param degree a variant with a higher one never does more work on the same text; any finite
 *     number, whose differences mean nothing
 */
public record Looseness(String parameter, double degree) {

    /** Checks the degree. */
    public Looseness {
        if (!Double.isFinite(degree)) {
            throw new IllegalArgumentException("A looseness is finite, not " + degree + ".");
        }
    }
}
