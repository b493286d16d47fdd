package io.exitbench.result.compare;

import io.exitbench.result.statistics.Interval;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * How costs of two results compare: Welch's interval (Biometrika 1947) of the difference of the
 * logarithms of their blocks, which share neither temperature nor neighbours.
 *
 * @param before geometric mean of the first result's blocks
 * @param after of the second's
 * @param interval 95 % interval of the change in per cent; none for fewer than two blocks in either
 */
record CostRatio(double before, double after, Optional<Interval> interval) {
    private static final double TAIL = 0.975;
    private static final double PERCENT = 100;

    /**
     * @return nothing where a block has no cost above 0
     */
    static Optional<CostRatio> of(double[] before, double[] after) {
        double[] first = Arrays.stream(before).map(Math::log).toArray();
        double[] second = Arrays.stream(after).map(Math::log).toArray();
        if (!isFinite(first) || !isFinite(second)) {
            return Optional.empty();
        }
        double from = mean(first);
        double to = mean(second);
        return Optional.of(
                new CostRatio(Math.exp(from), Math.exp(to), interval(first, second, to - from)));
    }

    double percent() {
        return PERCENT * (after / before - 1);
    }

    private static Optional<Interval> interval(double[] first, double[] second, double change) {
        if (first.length < 2 || second.length < 2) {
            return Optional.empty();
        }
        double one = squaredError(first);
        double other = squaredError(second);
        double error = one + other;
        if (error == 0) {
            return Optional.of(new Interval(percent(change), percent(change)));
        }
        double freedom =
                error
                        * error
                        / (one * one / (first.length - 1) + other * other / (second.length - 1));
        double half =
                new TDistribution(null, freedom).inverseCumulativeProbability(TAIL)
                        * Math.sqrt(error);
        return Optional.of(new Interval(percent(change - half), percent(change + half)));
    }

    private static double percent(double logarithm) {
        return PERCENT * Math.expm1(logarithm);
    }

    private static boolean isFinite(double[] values) {
        return values.length > 0 && Arrays.stream(values).allMatch(Double::isFinite);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double squaredError(double[] values) {
        double mean = mean(values);
        double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
        return squares / (values.length - 1) / values.length;
    }
}
