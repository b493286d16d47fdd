package io.exitbench.result.statistics;

import io.exitbench.result.statistics.OperatingPoint.Totals;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a rule achieves at any cost, not only at its own settings: who draws for each sample which
 * of two neighbouring settings decides it gets every mixture of both, in cost and in quality
 * (Provost and Fawcett 2001). Neighbours are those in the declared order, so that no setting is
 * chosen for what it achieved here.
 *
 * @param points from tight to loose, full depth first
 * @param score of a sum of statistics; it may read the first of the numbers alone
 */
record LotteryCurve(List<Totals> points, ToDoubleFunction<double[]> score) {

    /** The least cost a token that it reaches. */
    double cheapest() {
        return points.stream().mapToDouble(Totals::costPerToken).min().orElse(Double.NaN);
    }

    /**
     * The score at a cost: of the lottery that costs as much, or of full depth where that costs
     * less. Where several lotteries cost as much, since costs need not fall from setting to
     * setting, the best counts. NaN below the reach of the rule.
     */
    double scoreAt(double costPerToken) {
        double best = Double.NaN;
        if (points.get(0).costPerToken() <= costPerToken) {
            best = scoreOf(points.get(0));
        }
        for (int i = 1; i < points.size(); i++) {
            Totals tight = points.get(i - 1);
            Totals loose = points.get(i);
            double above = tight.costPerToken() - costPerToken;
            double below = loose.costPerToken() - costPerToken;
            if (below == 0) {
                best = better(best, scoreOf(loose));
            } else if (above * below < 0) {
                best = better(best, scoreOf(tight.lotteryAt(costPerToken, loose)));
            }
        }
        return best;
    }

    private double scoreOf(Totals totals) {
        return score.applyAsDouble(totals.values());
    }

    private static double better(double one, double other) {
        return Double.isNaN(one) || other > one ? other : one;
    }
}
