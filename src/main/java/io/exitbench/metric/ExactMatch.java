package io.exitbench.metric;

import java.util.Arrays;

/** CodeXGLUE's Exact Match: equal after post-processing, runs of white space aside. */
public final class ExactMatch implements Metric {
    private static final double FULL = 100;

    @Override
    public String signature() {
        return "EM|protocol:codexglue-line|space:ignored|version:1";
    }

    @Override
    public String name() {
        return "exact_match";
    }

    @Override
    public double sample(ScoredPair pair) {
        String[] prediction = words(CodeXGlueText.restoreLiterals(pair.prediction().strip()));
        String[] reference = words(CodeXGlueText.restoreLiterals(pair.reference()));
        return Arrays.equals(prediction, reference) ? FULL : 0;
    }

    private static String[] words(String code) {
        String stripped = code.strip();
        return stripped.isEmpty() ? new String[0] : stripped.split("\\s+");
    }
}
