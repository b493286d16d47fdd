package io.exitbench.decode;

import io.exitbench.model.Candidates;
import io.exitbench.model.HiddenState;
import io.exitbench.model.Logits;
import java.util.Optional;

/** Evaluates the LM head for an observation, and counts it. */
@FunctionalInterface
interface HeadEvaluation {
    /**
     * @param state one row after an exit layer
     * @return its logits, which the caller closes
     */
    Logits logits(HiddenState state);

    /**
     * The best tokens of a row whose head nobody else's row is evaluated with, if they can be found
     * without its logits.
     *
     * @param state one row after an exit layer
     * @param count how many
     * @return candidates, which the caller closes
     */
    default Optional<Candidates> best(HiddenState state, int count) {
        return Optional.empty();
    }
}
