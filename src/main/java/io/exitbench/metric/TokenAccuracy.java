package io.exitbench.metric;

import java.util.List;
import java.util.Set;

/**
 * Accuracy of the CodeXGLUE token-completion task in per cent: of the tokens between white space in
 * the reference, those that the prediction has at the same position. {@code <s>}, {@code </s>},
 * {@code <EOL>} and {@code <pad>} of the reference do not count. The original demands texts of
 * equal length; here a token that the prediction lacks is wrong and a surplus one is ignored, which
 * changes nothing where lengths are equal. The corpus score is taken over all tokens. Where the
 * reference has no token that counts, the sample scores 100 if the texts are equal, else 0, and the
 * corpus is not touched.
 */
public record TokenAccuracy() implements Metric {
    private static final Set<String> NOT_COUNTED = Set.of("<s>", "</s>", "<EOL>", "<pad>");

    @Override
    public String name() {
        return "token_accuracy";
    }

    @Override
    public String signature() {
        return "TokenAccuracy|protocol:codexglue-token-evaluator|tok:whitespace"
                + "|skip:<s>,</s>,<EOL>,<pad>|missing:wrong|undef:equality|version:1";
    }

    /** Tokens that are right and tokens that count. */
    @Override
    public int width() {
        return 2;
    }

    @Override
    public Measurement measure(String prediction, String reference) {
        List<String> predicted = PythonText.split(prediction);
        List<String> expected = PythonText.split(reference);
        int right = 0;
        int counted = 0;
        for (int i = 0; i < expected.size(); i++) {
            if (!NOT_COUNTED.contains(expected.get(i))) {
                counted++;
                if (i < predicted.size() && predicted.get(i).equals(expected.get(i))) {
                    right++;
                }
            }
        }
        double[] statistics = {right, counted};
        return new Measurement(
                counted == 0 ? Undefined.EQUALITY.score(prediction, reference) : score(statistics),
                statistics);
    }

    @Override
    public double score(double[] total) {
        return total[1] == 0 ? Double.NaN : 100 * total[0] / total[1];
    }
}
