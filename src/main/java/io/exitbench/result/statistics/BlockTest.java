package io.exitbench.result.statistics;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Whether one run costs more than another: Student's paired t-test (1908) on the logarithm of the
 * ratio of their costs in each block. The block is the unit, because all samples of a window share
 * the window's temperature and neighbours: samples would be counted as independent that are not.
 *
 * @param ratio geometric mean of the ratios
 * @param interval 95 % interval of the ratio
 * @param p two-sided p-value
 */
public record BlockTest(double ratio, Interval interval, double p) {
    private static final double TAIL = 0.975;

    /**
     * Compares the costs of the same blocks.
     *
     * @param ours a cost for each block, above 0
     * @param theirs the other run's, in the same order
     * @return the comparison, or nothing for fewer than two blocks or costs that are not above 0
     */
    public static Optional<BlockTest> of(double[] ours, double[] theirs) {
        int count = ours.length;
        double[] logs = new double[count];
        for (int i = 0; i < count; i++) {
            logs[i] = Math.log(ours[i] / theirs[i]);
        }
        if (count < 2 || !Arrays.stream(logs).allMatch(Double::isFinite)) {
            return Optional.empty();
        }
        double mean = Arrays.stream(logs).average().orElseThrow();
        double squares = Arrays.stream(logs).map(x -> (x - mean) * (x - mean)).sum();
        double error = Math.sqrt(squares / (count - 1) / count);
        TDistribution student = new TDistribution(null, count - 1);
        double half = error * student.inverseCumulativeProbability(TAIL);
        double p =
                error > 0
                        ? 2 * student.cumulativeProbability(-Math.abs(mean) / error)
                        : mean == 0 ? 1 : 0;
        return Optional.of(
                new BlockTest(
                        Math.exp(mean),
                        new Interval(Math.exp(mean - half), Math.exp(mean + half)),
                        p));
    }
}
