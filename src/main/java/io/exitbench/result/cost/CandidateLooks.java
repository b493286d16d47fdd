package io.exitbench.result.cost;

import java.util.OptionalDouble;

/**
 * How a strategy's looks at candidates fared on the full model's text.
 *
 * @param looks exits at which it looked at candidates that an earlier exit, or a preview, had
 *     chosen
 * @param outside those of them whose whole head ranks a token first that is no candidate
 */
public record CandidateLooks(long looks, long outside) {
    /** None. */
    public static final CandidateLooks NONE = new CandidateLooks(0, 0);

    private static final double PERCENT = 100;

    /**
     * @param other of another sample
     * @return the sum
     */
    public CandidateLooks plus(CandidateLooks other) {
        return new CandidateLooks(looks + other.looks, outside + other.outside);
    }

    /**
     * @return share of looks that missed the exit's own token, in percent; empty if there was none
     */
    public OptionalDouble outsidePct() {
        return looks == 0 ? OptionalDouble.empty() : OptionalDouble.of(PERCENT * outside / looks);
    }
}
