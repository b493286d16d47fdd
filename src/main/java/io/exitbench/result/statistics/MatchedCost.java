package io.exitbench.result.statistics;

import io.exitbench.result.statistics.OperatingPoint.Totals;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * An agent against the best of some rules where both cost the same: for each of the agent's
 * settings its score less that of the best rule's {@link LotteryCurve}, the mean over the settings
 * and over training seeds. Which rule is the best is asked anew in every draw, so that an interval
 * covers this choice.
 *
 * <p>Both cost what the agent does. A setting at which it costs less than every rule can is held
 * against them at the least that any rule costs, in a lottery with full depth that costs as much.
 */
public final class MatchedCost implements CrossedBootstrap.Statistic {
    private final OperatingPoint fullDepth;
    private final List<List<OperatingPoint>> agent;
    private final List<List<OperatingPoint>> rules;
    private final ToDoubleFunction<double[]> score;
    private final int[] once;

    /**
     * @param fullDepth the tightest setting of all
     * @param agent of each training seed its settings, in the same order
     * @param rules of each rule its settings from tight to loose, without full depth
     * @param score of a sum of statistics; it may read the first of the numbers alone
     * @param clusters how many there are
     */
    public MatchedCost(
            OperatingPoint fullDepth,
            List<List<OperatingPoint>> agent,
            List<List<OperatingPoint>> rules,
            ToDoubleFunction<double[]> score,
            int clusters) {
        this.fullDepth = fullDepth;
        this.agent = agent;
        this.rules = rules;
        this.score = score;
        once = new int[clusters];
        Arrays.fill(once, 1);
    }

    /**
     * @return whether there is a cost to compare at: some rule costs less than full depth
     */
    public boolean isAnswerable() {
        return least(curves(once)) < fullDepth.under(once).costPerToken();
    }

    /**
     * @return how many settings cost less than every rule does, under any training seed
     */
    public int belowReach() {
        double least = least(curves(once));
        int below = 0;
        for (int setting = 0; setting < agent.get(0).size(); setting++) {
            int index = setting;
            below +=
                    agent.stream().anyMatch(s -> s.get(index).under(once).costPerToken() < least)
                            ? 1
                            : 0;
        }
        return below;
    }

    @Override
    public ToDoubleFunction<int[]> under(int[] clusterCounts) {
        List<LotteryCurve> curves = curves(clusterCounts);
        Totals full = fullDepth.under(clusterCounts);
        double least = least(curves);
        double[] differences = new double[agent.size()];
        for (int seed = 0; seed < differences.length; seed++) {
            double sum = 0;
            for (OperatingPoint setting : agent.get(seed)) {
                Totals own = setting.under(clusterCounts);
                double cost = Math.max(own.costPerToken(), least);
                Totals matched = own.costPerToken() < cost ? full.lotteryAt(cost, own) : own;
                sum += score.applyAsDouble(matched.values()) - best(curves, cost);
            }
            differences[seed] = sum / agent.get(seed).size();
        }
        return drawn -> MeanDifference.mean(differences, drawn);
    }

    /** Of the rules that can cost so little. */
    private static double best(List<LotteryCurve> curves, double cost) {
        return curves.stream()
                .filter(curve -> curve.cheapest() <= cost)
                .mapToDouble(curve -> curve.scoreAt(cost))
                .max()
                .orElse(Double.NaN);
    }

    private static double least(List<LotteryCurve> curves) {
        return curves.stream().mapToDouble(LotteryCurve::cheapest).min().orElse(Double.NaN);
    }

    private List<LotteryCurve> curves(int[] clusterCounts) {
        Totals full = fullDepth.under(clusterCounts);
        return rules.stream().map(rule -> curve(full, rule, clusterCounts)).toList();
    }

    private LotteryCurve curve(Totals full, List<OperatingPoint> rule, int[] clusterCounts) {
        Totals[] points = new Totals[rule.size() + 1];
        points[0] = full;
        for (int i = 0; i < rule.size(); i++) {
            points[i + 1] = rule.get(i).under(clusterCounts);
        }
        return new LotteryCurve(List.of(points), score);
    }
}
