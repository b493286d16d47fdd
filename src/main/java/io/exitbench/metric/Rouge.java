package io.exitbench.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * ROUGE (Lin 2004) as the F1 of one sample, 0 to 100; the corpus score is the mean. Texts are
 * lowercased and everything but {@code a-z} and {@code 0-9} separates tokens, without stemming, as
 * in rouge_score and torchmetrics. Punctuation therefore does not count at all.
 *
 * @param variant which units are compared
 * @param undefined what a pair scores if either text lacks such units
 */
public record Rouge(Variant variant, Undefined undefined) implements MeanMetric {
    /** The units that ROUGE compares. */
    public enum Variant {
        /** Single tokens. */
        ONE("1"),
        /** Pairs of neighbouring tokens. */
        TWO("2"),
        /** The longest common subsequence of tokens. */
        L("L");

        private final String label;

        Variant(String label) {
            this.label = label;
        }
    }

    /**
     * ROUGE under which equal texts always score 100.
     *
     * @param variant which units are compared
     */
    public Rouge(Variant variant) {
        this(variant, Undefined.EQUALITY);
    }

    @Override
    public String name() {
        return "rouge_" + variant.label.toLowerCase(Locale.ROOT);
    }

    @Override
    public String signature() {
        return "ROUGE-"
                + variant.label
                + "|score:f1|case:lower|tok:a-z0-9|stem:no|undef:"
                + undefined.signature()
                + "|version:1";
    }

    @Override
    public double sample(String prediction, String reference) {
        Symbols symbols = new Symbols();
        int[] predicted = symbols.of(tokens(prediction));
        int[] expected = symbols.of(tokens(reference));
        int shorter = variant == Variant.TWO ? 1 : 0;
        int predictedUnits = Math.max(0, predicted.length - shorter);
        int expectedUnits = Math.max(0, expected.length - shorter);
        if (predictedUnits == 0 || expectedUnits == 0) {
            return undefined.score(prediction, reference);
        }
        int hits =
                switch (variant) {
                    case ONE -> new NGramOverlap(predicted, expected, 1).matches(1);
                    case TWO -> new NGramOverlap(predicted, expected, 2).matches(2);
                    case L -> Alignment.longestCommonSubsequence(predicted, expected);
                };
        // 2PR/(P+R) with P = hits/predicted and R = hits/expected.
        return 100.0 * 2 * hits / (predictedUnits + expectedUnits);
    }

    private static List<String> tokens(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        List<String> tokens = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= lower.length(); i++) {
            boolean word = i < lower.length() && isWord(lower.charAt(i));
            if (word && start < 0) {
                start = i;
            } else if (!word && start >= 0) {
                tokens.add(lower.substring(start, i));
                start = -1;
            }
        }
        return tokens;
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
}
