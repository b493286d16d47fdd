package io.exitbench.decode;

import io.exitbench.model.HiddenState;
import io.exitbench.model.Logits;

/** Evaluates the LM head for an observation, and counts it. */
@FunctionalInterface
interface HeadEvaluation {
    /**
     * @param state one row after an exit layer
     * @return its logits, which the caller closes
     */
    Logits logits(HiddenState state);
}
