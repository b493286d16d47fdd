package io.exitbench.result.statistics;

import java.util.Collection;
import java.util.OptionalDouble;

/**
 * What is left to gain over a threshold: from the best threshold rule (0) to the oracle, which
 * exits at the first layer that agrees with the last (1), in hypervolume.
 *
 * @param bestThreshold the hypervolume of the best threshold rule's runs
 * @param oracle the hypervolume of the oracle's runs
 */
public record OracleGap(double bestThreshold, double oracle) {
    /**
     * @param thresholdRules the hypervolume of each threshold rule over all its thresholds
     * @param oracle the hypervolume of the oracle
     * @return the gap from the best of the rules, or from nothing if there is no rule
     */
    public static OracleGap of(Collection<Double> thresholdRules, double oracle) {
        double best = thresholdRules.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        return new OracleGap(best, oracle);
    }

    /**
     * The share of the gap that a strategy closes.
     *
     * @param hypervolume the hypervolume of the strategy's runs, over all its parameters
     * @return 0 where it equals the best threshold rule, 1 where it equals the oracle, below 0
     *     where it is worse than the rule; nothing where the oracle does not beat the rule
     */
    public OptionalDouble share(double hypervolume) {
        return oracle > bestThreshold
                ? OptionalDouble.of((hypervolume - bestThreshold) / (oracle - bestThreshold))
                : OptionalDouble.empty();
    }
}
