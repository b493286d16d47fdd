package io.exitbench.result.statistics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The runs that no other run beats: none is at least as good in both cost and quality and better in
 * one. Runs of equal cost and quality are all kept.
 *
 * @param points the runs of the frontier, cheapest first; cost and quality rise together
 */
public record ParetoFrontier(List<TradeOff> points) {
    private static final Comparator<TradeOff> CHEAPEST_THEN_BEST =
            Comparator.comparingDouble(TradeOff::cost)
                    .thenComparing(Comparator.comparingDouble(TradeOff::quality).reversed());

    public ParetoFrontier {
        points = List.copyOf(points);
    }

    /**
     * @param runs runs in any order
     * @return their frontier
     */
    public static ParetoFrontier of(Collection<TradeOff> runs) {
        List<TradeOff> kept = new ArrayList<>();
        for (TradeOff run : runs.stream().sorted(CHEAPEST_THEN_BEST).toList()) {
            if (kept.isEmpty() || !kept.get(kept.size() - 1).dominates(run)) {
                kept.add(run);
            }
        }
        return new ParetoFrontier(kept);
    }

    /**
     * @param run a run's name
     * @return whether it is on the frontier
     */
    public boolean contains(String run) {
        return points.stream().anyMatch(point -> point.run().equals(run));
    }

    /**
     * The hypervolume indicator (Zitzler and Thiele 1998): the area that the frontier dominates, as
     * a share of the rectangle between free and perfect on one side and the worst values on the
     * other. What lies beyond the worst values adds nothing.
     *
     * @param worstCost the cost of the worst corner, above 0, such as that of full depth
     * @param bestQuality the quality of the best corner, above 0, such as 100
     * @return 0 (nothing better than the worst corner) to 1 (perfect at no cost)
     */
    public double hypervolume(double worstCost, double bestQuality) {
        if (!(worstCost > 0 && bestQuality > 0)) {
            throw new IllegalArgumentException(
                    "The worst cost and the best quality must be above 0");
        }
        double area = 0;
        double reached = 0;
        for (TradeOff point : points) {
            double quality = Math.min(point.quality(), bestQuality);
            if (point.cost() < worstCost && quality > reached) {
                area += (worstCost - Math.max(0, point.cost())) * (quality - reached);
                reached = quality;
            }
        }
        return area / (worstCost * bestQuality);
    }
}
