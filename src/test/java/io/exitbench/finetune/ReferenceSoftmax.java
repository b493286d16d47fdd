package io.exitbench.finetune;

import java.util.Arrays;

/** Softmax in double precision. */
final class ReferenceSoftmax {
    private ReferenceSoftmax() {}

    static double[] of(double[] scores) {
        double logSum = logSum(scores);
        return Arrays.stream(scores).map(score -> Math.exp(score - logSum)).toArray();
    }

    static double logSum(double[] scores) {
        double largest = Arrays.stream(scores).max().orElseThrow();
        return largest
                + Math.log(Arrays.stream(scores).map(score -> Math.exp(score - largest)).sum());
    }
}
