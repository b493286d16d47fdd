package io.exitbench.metric;

/**
 * BLEU of tokens as NLTK computes it with its first smoothing method, which adds 0.1 to an order
 * without a match (Chen and Cherry 2014): the two n-gram parts of CodeBLEU.
 */
final class NGramPrecision {
    static final int ORDERS = 4;
    private static final double EPSILON = 0.1;

    private NGramPrecision() {}

    /**
     * The score of summed counts.
     *
     * @param total of all statistics
     * @param at where the matches of the four orders begin; their totals follow
     * @param brevity what a prediction that is too short is punished by, 0 to 1
     * @return 0 to 1; 1 where there is nothing to compare
     */
    static double score(double[] total, int at, double brevity) {
        if (total[at + ORDERS] == 0) {
            return 1;
        }
        if (total[at] == 0) {
            return 0;
        }
        double logarithms = 0;
        int orders = 0;
        for (int order = 0; order < ORDERS; order++) {
            double all = total[at + ORDERS + order];
            if (all > 0) {
                double matches = total[at + order];
                logarithms += Math.log((matches > 0 ? matches : EPSILON) / all);
                orders++;
            }
        }
        return brevity * Math.exp(logarithms / orders);
    }

    /**
     * BLEU's brevity penalty.
     *
     * @param prediction tokens of all predictions
     * @param reference tokens of all references
     * @return 0 to 1; 1 where there is nothing to compare
     */
    static double brevity(double prediction, double reference) {
        return prediction >= reference ? 1 : Math.exp(1 - reference / prediction);
    }
}
