package io.exitbench.metric;

/**
 * CodeXGLUE's Edit Similarity: fuzzywuzzy's {@code ratio} with python-Levenshtein, that is {@code
 * 2M/T} with M the length of a longest common subsequence and T the length of both texts, rounded
 * half to even to a whole number for each sample. Without that package fuzzywuzzy falls back to
 * difflib and gives other numbers; this is the pinned form.
 */
public final class EditSimilarity implements Metric {
    private static final double FULL = 100;

    @Override
    public String signature() {
        return "ES|protocol:codexglue-line|ratio:indel|round:sample-half-even|version:1";
    }

    @Override
    public String name() {
        return "edit_similarity";
    }

    @Override
    public double sample(ScoredPair pair) {
        int[] prediction =
                CodeXGlueText.restoreLiterals(pair.prediction().strip()).codePoints().toArray();
        int[] reference = CodeXGlueText.restoreLiterals(pair.reference()).codePoints().toArray();
        int total = prediction.length + reference.length;
        if (total == 0) {
            return FULL;
        }
        double ratio = 2.0 * longestCommonSubsequence(prediction, reference) / total;
        return Math.rint(FULL * ratio);
    }

    static int longestCommonSubsequence(int[] a, int[] b) {
        int[] row = new int[b.length + 1];
        for (int symbol : a) {
            int diagonal = 0;
            for (int j = 1; j <= b.length; j++) {
                int above = row[j];
                row[j] = symbol == b[j - 1] ? diagonal + 1 : Math.max(above, row[j - 1]);
                diagonal = above;
            }
        }
        return row[b.length];
    }
}
