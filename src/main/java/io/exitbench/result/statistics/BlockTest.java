package io.exitbench.result.statistics;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Whether one run costs more than another: Student's paired t-test (1908) on the logarithm of the
 * ratio of their costs in each block. The block is the unit, because all samples of a window share
 * the window's temperature and neighbours: samples would be counted as independent that are not.
 */
public final class BlockTest {
    /** With two blocks Student's quantile is 12.7 standard errors, and nothing is ever found. */
    public static final int FEWEST_BLOCKS = 3;

    private BlockTest() {}

    /**
     * Compares the costs of the same blocks.
     *
     * @param ours a cost for each block, above 0
     * @param theirs the other run's, in the same order
     * @return two-sided p-value, or nothing for fewer than {@link #FEWEST_BLOCKS} blocks or costs
     *     that are not above 0
     */
    public static OptionalDouble p(double[] ours, double[] theirs) {
        int count = ours.length;
        double[] logs = new double[count];
        for (int i = 0; i < count; i++) {
            logs[i] = Math.log(ours[i] / theirs[i]);
        }
        if (count < FEWEST_BLOCKS || !Arrays.stream(logs).allMatch(Double::isFinite)) {
            return OptionalDouble.empty();
        }
        double mean = Arrays.stream(logs).average().orElseThrow();
        double squares = Arrays.stream(logs).map(x -> (x - mean) * (x - mean)).sum();
        double error = Math.sqrt(squares / (count - 1) / count);
        TDistribution student = new TDistribution(null, count - 1);
        if (error > 0) {
            return OptionalDouble.of(2 * student.cumulativeProbability(-Math.abs(mean) / error));
        }
        return OptionalDouble.of(mean == 0 ? 1 : 0);
    }
}
