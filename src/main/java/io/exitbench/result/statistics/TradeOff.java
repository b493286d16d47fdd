package io.exitbench.result.statistics;

/**
 * What a run costs and what it achieves.
 *
 * @param run the run's name
 * @param cost the less the better: bytes of weights read, joules; finite
 * @param quality the more the better; finite
 */
public record TradeOff(String run, double cost, double quality) {
    public TradeOff {
        if (!Double.isFinite(cost) || !Double.isFinite(quality)) {
            throw new IllegalArgumentException(
                    "Run " + run + " has no finite cost and quality; leave it out.");
        }
    }

    boolean dominates(TradeOff other) {
        return cost <= other.cost
                && quality >= other.quality
                && (cost < other.cost || quality > other.quality);
    }
}
