package io.exitbench.metric;

/**
 * Levenshtein distance: the least number of insertions, deletions and substitutions of code points
 * that turn the prediction into the reference. At least 0 and the lower the better; the corpus
 * score is the mean number of edits.
 */
public record LevenshteinDistance() implements MeanMetric {
    @Override
    public String name() {
        return "levenshtein";
    }

    @Override
    public String signature() {
        return "Levenshtein|unit:code-point|cost:1,1,1|post:none|version:1";
    }

    @Override
    public double perfect() {
        return 0;
    }

    @Override
    public double sample(String prediction, String reference) {
        return Alignment.levenshtein(
                prediction.codePoints().toArray(), reference.codePoints().toArray());
    }
}
