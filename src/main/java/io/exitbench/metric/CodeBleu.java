package io.exitbench.metric;

import io.exitbench.dataset.Language;
import io.exitbench.metric.syntax.DataFlow;
import io.exitbench.metric.syntax.Grammar;
import io.exitbench.metric.syntax.SourceParser;
import io.exitbench.metric.syntax.SubtreeMatch;
import io.exitbench.metric.syntax.SyntaxTree;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * CodeBLEU (Ren et al. 2020, arXiv 2009.10297), 0 to 100: the mean of n-gram match, n-gram match in
 * which keywords weigh five times as much, syntax match and data-flow match. All four are ratios of
 * sums over the corpus, as in the evaluator of CodeXGLUE. Where no reference has data flow that
 * part counts as full, as in {@code codebleu} on PyPI; how many samples have none is a value of its
 * own. So is how many texts do not parse: half a statement leaves a tree of errors, whose match
 * says little.
 *
 * <p>Differences from CodeXGLUE: placeholders of literals are replaced first as its line evaluator
 * does, because no grammar knows them; comments and string statements are taken out of the tree
 * instead of the text, so that text with a {@code //} that is no comment is not cut; a part of an
 * assignment that is a string is one value; and see {@link Orders}.
 */
public final class CodeBleu implements Metric {
    /** What becomes of n-grams longer than both texts. */
    public enum Orders {
        /**
         * They do not count, the weighted tokens of a text count as they are, and the weighted part
         * has no brevity penalty. Equal texts score 100 however short they are.
         */
        EXISTING("existing"),
        /**
         * They count as one n-gram that does not match, weighted tokens as no less than one
         * keyword, and the weighted part has a brevity penalty below two tokens, as in the
         * evaluator of CodeXGLUE. Equal texts of less than four tokens score less than 100. From
         * four tokens and a weight of 1 on there is no difference.
         */
        CODEXGLUE("codexglue");

        private final String signature;

        Orders(String signature) {
            this.signature = signature;
        }
    }

    private static final String NAME = "code_bleu";

    /** Weights of tokens in fifths, so that sums are exact. */
    private static final int KEYWORD = 5;

    private static final int OTHER = 1;

    private static final int NGRAMS = 0;
    private static final int WEIGHTED = NGRAMS + 2 * NGramPrecision.ORDERS;
    private static final int PREDICTION_LENGTH = WEIGHTED + 2 * NGramPrecision.ORDERS;
    private static final int REFERENCE_LENGTH = PREDICTION_LENGTH + 1;
    private static final int SUBTREES = REFERENCE_LENGTH + 1;
    private static final int FLOW = SUBTREES + 2;
    private static final int SAMPLES = FLOW + 2;
    private static final int WITHOUT_FLOW = SAMPLES + 1;
    private static final int UNPARSED_PREDICTION = WITHOUT_FLOW + 1;
    private static final int UNPARSED_REFERENCE = UNPARSED_PREDICTION + 1;

    private final SourceParser parser;
    private final Orders orders;

    /**
     * @param language of the texts
     * @param orders what becomes of n-grams longer than both texts
     */
    public CodeBleu(Language language, Orders orders) {
        this.parser = new SourceParser(Grammar.of(language));
        this.orders = Objects.requireNonNull(orders, "orders");
    }

    /**
     * CodeBLEU under which equal texts always score 100.
     *
     * @param language of the texts
     */
    public CodeBleu(Language language) {
        this(language, Orders.EXISTING);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String signature() {
        return "CodeBLEU|weights:0.25/0.25/0.25/0.25|tok:whitespace|smooth:floor[0.10]|orders:"
                + orders.signature
                + "|keyword:1/0.2|comments:no|parser:"
                + parser.grammar().version()
                + "|post:strip+codexglue-literals|no-flow:1|version:1";
    }

    /** For both n-gram parts 4 matches and 4 totals; lengths; syntax; data flow; counts. */
    @Override
    public int width() {
        return UNPARSED_REFERENCE + 1;
    }

    @Override
    public Measurement measure(String prediction, String reference) {
        double[] statistics = new double[width()];
        String generated = LineProtocol.literals(PythonText.strip(prediction));
        String wanted = LineProtocol.literals(PythonText.strip(reference));
        addTokens(PythonText.split(generated), PythonText.split(wanted), statistics);
        SyntaxTree predicted = parser.parse(generated);
        SyntaxTree expected = parser.parse(wanted);
        SubtreeMatch subtrees = SubtreeMatch.of(predicted, expected);
        statistics[SUBTREES] = subtrees.matched();
        statistics[SUBTREES + 1] = subtrees.total();
        DataFlow flow = expected.dataFlow();
        statistics[FLOW] = flow.relations().isEmpty() ? 0 : flow.matchesIn(predicted.dataFlow());
        statistics[FLOW + 1] = flow.relations().size();
        statistics[SAMPLES] = 1;
        statistics[WITHOUT_FLOW] = flow.relations().isEmpty() ? 1 : 0;
        statistics[UNPARSED_PREDICTION] = predicted.parsed() ? 0 : 1;
        statistics[UNPARSED_REFERENCE] = expected.parsed() ? 0 : 1;
        return new Measurement(score(statistics), statistics);
    }

    @Override
    public double score(double[] total) {
        if (total[SAMPLES] == 0) {
            return Double.NaN;
        }
        double flow = total[FLOW + 1] == 0 ? 1 : total[FLOW] / total[FLOW + 1];
        return 25
                * (nGrams(total)
                        + weightedNGrams(total)
                        + total[SUBTREES] / total[SUBTREES + 1]
                        + flow);
    }

    /** The four parts, each 0 to 100, and how many samples lack data flow or do not parse. */
    @Override
    public Map<String, Double> parts(double[] total) {
        boolean known = total[SAMPLES] > 0;
        Map<String, Double> parts = new LinkedHashMap<>();
        parts.put(NAME + "_ngram", known ? 100 * nGrams(total) : Double.NaN);
        parts.put(NAME + "_weighted_ngram", known ? 100 * weightedNGrams(total) : Double.NaN);
        parts.put(NAME + "_syntax", 100 * total[SUBTREES] / total[SUBTREES + 1]);
        parts.put(NAME + "_data_flow", 100 * total[FLOW] / total[FLOW + 1]);
        parts.put(NAME + "_without_data_flow", total[WITHOUT_FLOW]);
        parts.put(NAME + "_unparsed_predictions", total[UNPARSED_PREDICTION]);
        parts.put(NAME + "_unparsed_references", total[UNPARSED_REFERENCE]);
        return parts;
    }

    private double nGrams(double[] total) {
        double brevity = NGramPrecision.brevity(total[PREDICTION_LENGTH], total[REFERENCE_LENGTH]);
        return NGramPrecision.score(total, NGRAMS, brevity);
    }

    /**
     * Recall, so that what is missing is punished already. The evaluator of CodeXGLUE takes the
     * length of a reference as 2, whatever it is, which leaves a penalty to the shortest texts.
     */
    private double weightedNGrams(double[] total) {
        double reference = orders == Orders.CODEXGLUE ? 2 * total[SAMPLES] : 0;
        double brevity = NGramPrecision.brevity(total[PREDICTION_LENGTH], reference);
        return NGramPrecision.score(total, WEIGHTED, brevity);
    }

    private void addTokens(List<String> predicted, List<String> expected, double[] statistics) {
        Symbols symbols = new Symbols();
        NGramOverlap overlap =
                new NGramOverlap(
                        symbols.of(predicted), symbols.of(expected), NGramPrecision.ORDERS);
        for (int order = 1; order <= NGramPrecision.ORDERS; order++) {
            int at = order - 1;
            boolean counts = overlap.predicted(order) > 0 || overlap.expected(order) > 0;
            int least = counts || orders == Orders.CODEXGLUE ? 1 : 0;
            statistics[NGRAMS + at] = overlap.matches(order);
            statistics[NGRAMS + NGramPrecision.ORDERS + at] =
                    Math.max(least, overlap.predicted(order));
            statistics[WEIGHTED + at] = overlap.matches(order);
            statistics[WEIGHTED + NGramPrecision.ORDERS + at] =
                    Math.max(least, overlap.expected(order));
        }
        addWeights(predicted, expected, statistics);
        statistics[PREDICTION_LENGTH] = predicted.size();
        statistics[REFERENCE_LENGTH] = expected.size();
    }

    /** The first order of the second part: tokens of the reference by their weight. */
    private void addWeights(List<String> predicted, List<String> expected, double[] statistics) {
        Map<String, Integer> left = new HashMap<>();
        predicted.forEach(token -> left.merge(token, 1, Integer::sum));
        int matched = 0;
        int all = 0;
        for (String token : expected) {
            int weight = parser.grammar().isKeyword(token) ? KEYWORD : OTHER;
            all += weight;
            if (left.merge(token, -1, Integer::sum) >= 0) {
                matched += weight;
            }
        }
        boolean nothing = predicted.isEmpty() && expected.isEmpty();
        boolean atLeastOne = orders == Orders.CODEXGLUE || expected.isEmpty() && !nothing;
        statistics[WEIGHTED] = matched;
        statistics[WEIGHTED + NGramPrecision.ORDERS] = atLeastOne ? Math.max(KEYWORD, all) : all;
    }
}
