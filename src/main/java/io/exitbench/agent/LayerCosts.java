package io.exitbench.agent;

import io.exitbench.ExitBenchException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a token costs that leaves at each exit, measured.
 *
 * @param tokens cost of a token for each exit, LM head included, the full model last; not falling
 * @param decision cost of one decision of an agent
 * @param unit {@code J}, or {@code s} where no energy can be read
 * @param source what was measured and how
 */
public record LayerCosts(List<Double> tokens, double decision, String unit, String source) {
    /**
     * @throws ExitBenchException if a cost is negative or unknown
     */
    public LayerCosts {
        tokens = List.copyOf(tokens);
        if (tokens.isEmpty()
                || tokens.stream().anyMatch(cost -> !(cost > 0))
                || !(decision >= 0)
                || unit == null) {
            throw new ExitBenchException(
                    "The cost of a token must be known and above 0 for every exit; given were "
                            + tokens
                            + ".");
        }
        for (int exit = 1; exit < tokens.size(); exit++) {
            if (tokens.get(exit) < tokens.get(exit - 1)) {
                throw new ExitBenchException(
                        "A token that runs more layers must not cost less, or an agent would be"
                                + " paid for running them; given were "
                                + tokens
                                + "; measure again with nothing else running.");
            }
        }
    }

    /**
     * Costs from a measurement, whose noise may let a deeper exit seem cheaper: neighbours that
     * fall share their mean, the least-squares fit that does not fall (pool adjacent violators;
     * Ayer et al., Ann. Math. Stat. 26, 1955).
     *
     * @param tokens cost of a token for each exit as measured, the full model last
     * @param decision cost of one decision of an agent
     * @param unit {@code J} or {@code s}
     * @param source what was measured and how
     * @return the costs, not falling
     */
    public static LayerCosts measured(
            List<Double> tokens, double decision, String unit, String source) {
        List<double[]> pools = new ArrayList<>();
        for (double cost : tokens) {
            double[] pool = {cost, 1};
            while (!pools.isEmpty() && pools.get(pools.size() - 1)[0] > pool[0]) {
                double[] before = pools.remove(pools.size() - 1);
                double count = before[1] + pool[1];
                pool = new double[] {(before[0] * before[1] + pool[0] * pool[1]) / count, count};
            }
            pools.add(pool);
        }
        List<Double> fitted = new ArrayList<>();
        pools.forEach(pool -> fitted.addAll(Collections.nCopies((int) pool[1], pool[0])));
        boolean fell = !fitted.equals(tokens);
        return new LayerCosts(
                fitted, decision, unit, fell ? source + ", falling costs pooled" : source);
    }

    int exits() {
        return tokens.size();
    }

    double token(int exit) {
        return tokens.get(exit);
    }

    double fullDepth() {
        return tokens.get(tokens.size() - 1);
    }

    /**
     * @return the numbers that a reward depends on
     */
    public String text() {
        return tokens + "+" + decision + unit;
    }
}
