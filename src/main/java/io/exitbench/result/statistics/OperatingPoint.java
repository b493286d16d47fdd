package io.exitbench.result.statistics;

/**
 * What a strategy achieves and costs at one setting, summed up for each cluster of samples: the
 * statistics of a metric, then cost, then what the cost is counted by (tokens).
 */
public final class OperatingPoint {
    private final double[][] sums;

    private OperatingPoint(double[][] sums) {
        this.sums = sums;
    }

    /**
     * Sums up.
     *
     * @param statistics samples × width, as a metric gives them
     * @param costs samples × 2: cost and tokens, both 0 where a sample's cost was not measured
     * @param clusters which samples belong together
     * @return the point
     */
    public static OperatingPoint of(double[][] statistics, double[][] costs, Clusters clusters) {
        double[][] joined = new double[statistics.length][];
        for (int i = 0; i < joined.length; i++) {
            int width = statistics[i].length;
            joined[i] = new double[width + 2];
            System.arraycopy(statistics[i], 0, joined[i], 0, width);
            System.arraycopy(costs[i], 0, joined[i], width, 2);
        }
        return new OperatingPoint(clusters.sums(joined));
    }

    /** The point over drawn clusters. */
    Totals under(int[] counts) {
        return new Totals(MeanDifference.total(sums, counts));
    }

    /**
     * The point over some samples, or a lottery between two points.
     *
     * @param values statistics, cost, tokens
     */
    record Totals(double[] values) {
        double costPerToken() {
            return values[values.length - 2] / values[values.length - 1];
        }

        /**
         * What is expected if for each sample a draw decides between this point and another, with
         * the odds at which both together cost so much a token. Costs and tokens add in a lottery,
         * their ratios do not.
         *
         * @param costPerToken between those of the two
         */
        Totals lotteryAt(double costPerToken, Totals other) {
            double excess = other.excess(costPerToken);
            double probability = excess / (excess - excess(costPerToken));
            double[] mixed = new double[values.length];
            for (int i = 0; i < mixed.length; i++) {
                mixed[i] = probability * values[i] + (1 - probability) * other.values[i];
            }
            return new Totals(mixed);
        }

        private double excess(double costPerToken) {
            return values[values.length - 2] - costPerToken * values[values.length - 1];
        }
    }
}
