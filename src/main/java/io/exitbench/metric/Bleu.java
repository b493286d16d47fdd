package io.exitbench.metric;

import java.util.Objects;

/**
 * BLEU (Papineni et al. 2002) with 13a tokens as sacreBLEU (Post 2018) computes it, 0 to 100. The
 * corpus score adds the counts of all samples and always takes four orders. The sample score is
 * sacreBLEU's sentence BLEU, which takes as many orders as the prediction has, so that a short line
 * can reach 100; two texts without a single token score 100 there, where sacreBLEU gives 0.
 *
 * @param smoothing what an order without a match counts as
 */
public record Bleu(BleuSmoothing smoothing) implements Metric {
    private static final int ORDERS = 4;
    private static final int PREDICTION_LENGTH = 2 * ORDERS;
    private static final int REFERENCE_LENGTH = PREDICTION_LENGTH + 1;

    public Bleu {
        Objects.requireNonNull(smoothing, "smoothing");
    }

    /** BLEU with sacreBLEU's default smoothing. */
    public Bleu() {
        this(new BleuSmoothing.Exponential());
    }

    @Override
    public String name() {
        return "bleu";
    }

    @Override
    public String signature() {
        return "BLEU|nrefs:1|case:mixed|eff:no|eff-sample:yes|tok:13a|smooth:"
                + smoothing.signature()
                + "|version:1";
    }

    /** Matches of orders 1 to 4, n-grams of orders 1 to 4, and the two lengths in tokens. */
    @Override
    public int width() {
        return REFERENCE_LENGTH + 1;
    }

    @Override
    public Measurement measure(String prediction, String reference) {
        Symbols symbols = new Symbols();
        int[] predicted = symbols.of(Tokenizer13a.tokens(prediction));
        int[] expected = symbols.of(Tokenizer13a.tokens(reference));
        NGramOverlap overlap = new NGramOverlap(predicted, expected, ORDERS);
        double[] statistics = new double[width()];
        for (int order = 1; order <= ORDERS; order++) {
            statistics[order - 1] = overlap.matches(order);
            statistics[ORDERS + order - 1] = overlap.predicted(order);
        }
        statistics[PREDICTION_LENGTH] = predicted.length;
        statistics[REFERENCE_LENGTH] = expected.length;
        boolean nothingToCompare = predicted.length == 0 && expected.length == 0;
        return new Measurement(nothingToCompare ? 100 : score(statistics, true), statistics);
    }

    @Override
    public double score(double[] total) {
        return score(total, false);
    }

    private double score(double[] total, boolean effectiveOrder) {
        boolean anyMatch = false;
        for (int order = 0; order < ORDERS; order++) {
            anyMatch |= total[order] > 0;
        }
        if (!anyMatch) {
            return 0;
        }
        double logarithms = 0;
        int orders = 0;
        int withoutMatch = 0;
        while (orders < ORDERS) {
            // As in sacreBLEU: what is added lets orders count that the prediction lacks.
            double added = orders > 0 ? smoothing.added() : 0;
            double matches = total[orders] + added;
            double all = total[ORDERS + orders] + added;
            if (all == 0) {
                break;
            }
            if (matches == 0) {
                withoutMatch++;
                matches = smoothing.instead(withoutMatch);
            }
            logarithms += Math.log(matches / all);
            orders++;
        }
        if (orders < ORDERS && !effectiveOrder) {
            return 0;
        }
        return 100
                * brevityPenalty(total[PREDICTION_LENGTH], total[REFERENCE_LENGTH])
                * Math.exp(logarithms / orders);
    }

    private static double brevityPenalty(double prediction, double reference) {
        return prediction >= reference ? 1 : Math.exp(1 - reference / prediction);
    }
}
