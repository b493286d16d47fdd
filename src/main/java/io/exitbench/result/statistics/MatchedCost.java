package io.exitbench.result.statistics;

import io.exitbench.result.statistics.OperatingPoint.Totals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * An agent against the best of some rules where both cost the same: for each of the agent's
 * settings its score less that of the best rule's {@link LotteryCurve} at the agent's own cost, the
 * mean over the settings and over training seeds. Which rule is the best is asked anew in every
 * draw, so that an interval covers this choice.
 *
 * <p>A setting at which the agent costs less than a rule can is not compared with this rule, and
 * not at all if that holds for all rules.
 */
public final class MatchedCost implements CrossedBootstrap.Statistic {
    private final List<List<OperatingPoint>> agent;
    private final List<List<OperatingPoint>> rules;
    private final ToDoubleFunction<double[]> score;
    private final boolean[][][] within;
    private final List<Integer> settings;

    /**
     * @param agent of each training seed its settings, in the same order
     * @param rules of each rule its settings from tight to loose, full depth first
     * @param score of a sum of statistics; it may read the first of the numbers alone
     * @param clusters how many there are
     */
    public MatchedCost(
            List<List<OperatingPoint>> agent,
            List<List<OperatingPoint>> rules,
            ToDoubleFunction<double[]> score,
            int clusters) {
        this.agent = agent;
        this.rules = rules;
        this.score = score;
        int[] once = new int[clusters];
        Arrays.fill(once, 1);
        List<LotteryCurve> curves = curves(once);
        within = new boolean[agent.size()][][];
        for (int seed = 0; seed < within.length; seed++) {
            List<OperatingPoint> own = agent.get(seed);
            within[seed] = new boolean[own.size()][curves.size()];
            for (int setting = 0; setting < own.size(); setting++) {
                double cost = own.get(setting).under(once).costPerToken();
                for (int rule = 0; rule < curves.size(); rule++) {
                    within[seed][setting][rule] = cost >= curves.get(rule).cheapest();
                }
            }
        }
        settings = new ArrayList<>();
        for (int setting = 0; setting < agent.get(0).size(); setting++) {
            if (isWithinReach(setting)) {
                settings.add(setting);
            }
        }
    }

    private boolean isWithinReach(int setting) {
        for (boolean[][] seed : within) {
            boolean any = false;
            for (boolean rule : seed[setting]) {
                any |= rule;
            }
            if (!any) {
                return false;
            }
        }
        return true;
    }

    /**
     * @return indices of the agent's settings that some rule can be as cheap as, whatever the seed
     */
    public List<Integer> settings() {
        return List.copyOf(settings);
    }

    @Override
    public ToDoubleFunction<int[]> under(int[] clusterCounts) {
        List<LotteryCurve> curves = curves(clusterCounts);
        double[] differences = new double[agent.size()];
        for (int seed = 0; seed < differences.length; seed++) {
            double sum = 0;
            for (int setting : settings) {
                Totals own = agent.get(seed).get(setting).under(clusterCounts);
                sum +=
                        score.applyAsDouble(own.values())
                                - best(curves, within[seed][setting], own.costPerToken());
            }
            differences[seed] = sum / settings.size();
        }
        return drawn -> MeanDifference.mean(differences, drawn);
    }

    private static double best(List<LotteryCurve> curves, boolean[] within, double cost) {
        double best = Double.NaN;
        for (int rule = 0; rule < within.length; rule++) {
            if (within[rule]) {
                double reached = curves.get(rule).scoreAt(cost);
                best = Double.isNaN(best) || reached > best ? reached : best;
            }
        }
        return best;
    }

    private List<LotteryCurve> curves(int[] clusterCounts) {
        return rules.stream()
                .map(points -> points.stream().map(p -> p.under(clusterCounts)).toList())
                .map(points -> new LotteryCurve(points, score))
                .toList();
    }
}
