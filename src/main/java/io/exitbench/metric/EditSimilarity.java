package io.exitbench.metric;

/**
 * Edit Similarity, 0 to 100: {@code fuzz.ratio} of fuzzywuzzy 0.18 with python-Levenshtein, which
 * is 2·LCS/(|prediction| + |reference|) on code points, in per cent and rounded to a whole number
 * for each sample, halves to even. Equal texts score 100, both empty included; one empty text
 * scores 0. fuzzywuzzy without python-Levenshtein falls back to difflib, whose scores differ; it is
 * not used.
 *
 * @param protocol what happens to the texts first
 */
public record EditSimilarity(LineProtocol protocol) implements MeanMetric {
    /** Edit Similarity of the CodeXGLUE line evaluator. */
    public EditSimilarity() {
        this(LineProtocol.EVALUATOR);
    }

    @Override
    public String name() {
        return "edit_similarity" + protocol.suffix();
    }

    @Override
    public String signature() {
        return "ES|protocol:"
                + (protocol == LineProtocol.EVALUATOR
                        ? "codexglue-line-evaluator"
                        : "codexglue-run_lm")
                + "|ratio:levenshtein-indel|round:half-even-per-sample|post:"
                + protocol.processing()
                + "|version:1";
    }

    @Override
    public double sample(String prediction, String reference) {
        return ratio(protocol.prediction(prediction), protocol.reference(reference));
    }

    private static double ratio(String prediction, String reference) {
        if (prediction.equals(reference)) {
            return 100;
        }
        int[] left = prediction.codePoints().toArray();
        int[] right = reference.codePoints().toArray();
        if (left.length == 0 || right.length == 0) {
            return 0;
        }
        int common = Alignment.longestCommonSubsequence(left, right);
        return Math.rint(100 * (2.0 * common / (left.length + right.length)));
    }
}
