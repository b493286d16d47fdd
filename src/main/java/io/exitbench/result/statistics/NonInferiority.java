package io.exitbench.result.statistics;

/**
 * Whether something is no worse than another by more than a margin that was set before. That a
 * difference is not significant does not show it; that all of its interval lies above the margin
 * does.
 *
 * @param margin points that may be lost, above 0
 * @param lowerBound one-sided 97.5 % bound of the difference, which is the lower end of the
 *     two-sided 95 % interval
 */
public record NonInferiority(double margin, double lowerBound) {
    /**
     * @return whether no more than the margin is lost
     */
    public boolean holds() {
        return lowerBound > -margin;
    }

    /**
     * @return whether something is won
     */
    public boolean superior() {
        return lowerBound > 0;
    }
}
