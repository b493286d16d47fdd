package io.exitbench.agent.stopping;

import io.exitbench.ExitBenchException;
import java.util.List;

/**
 * How a stopping rule is fitted.
 *
 * @param layers hidden units of each layer of the net
 * @param epochs passes over the tokens
 * @param tokens of a step; every exit of each takes part
 * @param rate of Adam at the beginning; it falls on half a cosine to 0
 * @param stateScale what raw states are multiplied with, above 0; a small one lets a rule begin
 *     with the few numbers that say much
 * @param dropout share of raw states hidden at random while it learns, 0 to below 1, since what few
 *     files teach must not hang on single ones
 * @param lowest price of a full-depth token, in right tokens, that the rule is learned for, above 0
 * @param highest price, above the lowest
 */
public record StoppingSettings(
        List<Integer> layers,
        int epochs,
        int tokens,
        double rate,
        double stateScale,
        double dropout,
        double lowest,
        double highest) {
    /** Two layers of 64, 8 passes, prices from a fiftieth of a token to two. */
    public static final StoppingSettings DEFAULT =
            new StoppingSettings(List.of(64, 64), 8, 128, 2e-3, 0.3, 0.3, 0.02, 2);

    /** {@link #DEFAULT} with a single pass, to see that the pipeline works. */
    public static final StoppingSettings SMOKE =
            new StoppingSettings(List.of(16), 1, 128, 2e-3, 0.3, 0.3, 0.02, 2);

    /**
     * @throws ExitBenchException if nothing can be learned so
     */
    public StoppingSettings {
        layers = List.copyOf(layers);
        if (layers.isEmpty()
                || epochs < 1
                || tokens < 1
                || !(rate > 0)
                || !(stateScale > 0)
                || !(dropout >= 0 && dropout < 1)
                || !(lowest > 0)
                || !(highest > lowest)) {
            throw new ExitBenchException(
                    "A stopping rule needs hidden layers, at least one pass and token, a rate and"
                            + " a scale above 0, dropout within 0 and 1, and prices 0 < lowest < highest.");
        }
    }

    /**
     * Of the logarithms of all prices; what is drawn is −1 for the lowest and 1 for the highest.
     */
    double middle() {
        return (Math.log(highest) + Math.log(lowest)) / 2;
    }

    double half() {
        return (Math.log(highest) - Math.log(lowest)) / 2;
    }
}
