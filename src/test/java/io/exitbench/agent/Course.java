package io.exitbench.agent;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * What leaving where a rule says came to.
 *
 * @param right for each token 1 where its token was the full model's, else 0; between the two where
 *     rules are mixed
 * @param depth mean layers of a token
 * @param cost mean multiply-adds of a token, as a share of a full-depth token's
 * @param time mean milliseconds of a token, 0 where nothing is known of them
 */
record Course(double[] right, double depth, double cost, double time) {
    /** Share of tokens that are the full model's. */
    double agreement() {
        return Arrays.stream(right).average().orElseThrow();
    }

    /**
     * Two courses mixed, token by token, so that the mixture takes as much as is wanted.
     *
     * @param low takes at most that
     * @param high takes at least that
     * @param of depth, cost or time
     * @param wanted of it
     */
    static Course between(Course low, Course high, ToDoubleFunction<Course> of, double wanted) {
        double span = of.applyAsDouble(high) - of.applyAsDouble(low);
        double share = span > 0 ? (wanted - of.applyAsDouble(low)) / span : 0;
        double[] right = new double[low.right.length];
        for (int token = 0; token < right.length; token++) {
            right[token] = mixed(share, low.right[token], high.right[token]);
        }
        return new Course(
                right,
                mixed(share, low.depth, high.depth),
                mixed(share, low.cost, high.cost),
                mixed(share, low.time, high.time));
    }

    private static double mixed(double share, double low, double high) {
        return (1 - share) * low + share * high;
    }

    /** What it is right more often than another, token by token. */
    double[] less(Course other) {
        double[] less = new double[right.length];
        for (int token = 0; token < less.length; token++) {
            less[token] = right[token] - other.right[token];
        }
        return less;
    }
}
