package io.exitbench.metric;

/**
 * chrF (Popović 2015): F-score of character n-grams of orders 1 to 6 without white space, 0 to 100.
 * The corpus score is computed from the counts of all samples.
 *
 * @param beta how much recall weighs against precision; 2 is the usual value
 * @param dialect what the definition leaves open
 */
public record ChrF(int beta, Dialect dialect) implements Metric {
    /** Where two implementations in wide use part. */
    public enum Dialect {
        /**
         * sacreBLEU's default: precision and recall are averaged over the orders that both texts
         * have, so that equal texts score 100 however short they are. Any white space is left out.
         * Two texts without a character score 100 if they are equal, where sacreBLEU gives 0.
         */
        SACREBLEU("eff:yes", "undef:equality"),
        /**
         * torchmetrics, and but for tabs sacreBLEU's {@code eps_smoothing}: an F-score is taken of
         * each order and averaged over all six, so that a line of three characters reaches 50 at
         * most. Only U+0020 is left out inside the text, and a sample that scores 0 adds nothing of
         * its reference to the corpus.
         */
        TORCHMETRICS("eff:no", "undef:zero");

        private final String orders;
        private final String undefined;

        Dialect(String orders, String undefined) {
            this.orders = orders;
            this.undefined = undefined;
        }
    }

    private static final int ORDERS = 6;

    public ChrF {
        if (beta < 1) {
            throw new IllegalArgumentException("beta is " + beta + " but must be at least 1");
        }
    }

    /** chrF2 with sacreBLEU's defaults. */
    public ChrF() {
        this(2, Dialect.SACREBLEU);
    }

    @Override
    public String name() {
        return "chrf";
    }

    @Override
    public String signature() {
        return "chrF"
                + beta
                + "|nrefs:1|case:mixed|"
                + dialect.orders
                + "|nc:6|nw:0|space:no|"
                + dialect.undefined
                + "|version:1";
    }

    /** For each order: n-grams of the prediction, of the reference, and of both. */
    @Override
    public int width() {
        return 3 * ORDERS;
    }

    @Override
    public Measurement measure(String prediction, String reference) {
        int[] predicted = characters(prediction);
        int[] expected = characters(reference);
        NGramOverlap overlap = new NGramOverlap(predicted, expected, ORDERS);
        double[] statistics = new double[width()];
        for (int order = 1; order <= ORDERS; order++) {
            int at = 3 * (order - 1);
            // sacreBLEU leaves out a prediction's n-grams where the reference has none to hit.
            boolean counts = overlap.expected(order) > 0 || dialect == Dialect.TORCHMETRICS;
            statistics[at] = counts ? overlap.predicted(order) : 0;
            statistics[at + 1] = overlap.expected(order);
            statistics[at + 2] = overlap.matches(order);
        }
        double score = score(statistics);
        if (dialect == Dialect.SACREBLEU && predicted.length == 0 && expected.length == 0) {
            score = Undefined.EQUALITY.score(prediction, reference);
        }
        if (dialect == Dialect.TORCHMETRICS && score == 0) {
            for (int order = 0; order < ORDERS; order++) {
                statistics[3 * order + 1] = 0;
            }
        }
        return new Measurement(score, statistics);
    }

    @Override
    public double score(double[] total) {
        return dialect == Dialect.SACREBLEU ? scoreOfMeans(total) : meanOfScores(total);
    }

    private double scoreOfMeans(double[] total) {
        double precision = 0;
        double recall = 0;
        int orders = 0;
        for (int at = 0; at < total.length; at += 3) {
            if (total[at] > 0 && total[at + 1] > 0) {
                precision += total[at + 2] / total[at];
                recall += total[at + 2] / total[at + 1];
                orders++;
            }
        }
        return orders == 0 ? 0 : 100 * fScore(precision / orders, recall / orders);
    }

    private double meanOfScores(double[] total) {
        double sum = 0;
        for (int at = 0; at < total.length; at += 3) {
            double precision = total[at] > 0 ? total[at + 2] / total[at] : 0;
            double recall = total[at + 1] > 0 ? total[at + 2] / total[at + 1] : 0;
            sum += fScore(precision, recall);
        }
        return 100 * sum / ORDERS;
    }

    private double fScore(double precision, double recall) {
        double factor = (double) beta * beta;
        double denominator = factor * precision + recall;
        return denominator > 0 ? (1 + factor) * precision * recall / denominator : 0;
    }

    private int[] characters(String text) {
        // White space as Python sees it lies in the basic plane.
        return PythonText.strip(text)
                .codePoints()
                .filter(point -> point > Character.MAX_VALUE || !isLeftOut((char) point))
                .toArray();
    }

    private boolean isLeftOut(char c) {
        return dialect == Dialect.SACREBLEU ? PythonText.isSpace(c) : c == ' ';
    }
}
