package io.exitbench.agent;

import io.exitbench.ExitBenchException;
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
