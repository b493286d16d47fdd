package io.exitbench.agent;

import io.exitbench.ExitBenchException;

/**
 * What an agent sees at an exit.
 *
 * @param normalised whether the hidden state is taken after the final norm
 * @param standardised whether each number is shifted and scaled to mean 0 and deviation 1 over the
 *     trace, for each exit of its own
 * @param layer whether it is told which exit it stands at
 * @param sketch how many of the most frequent tokens' logits are summed up for it, 0 for none: a
 *     rough confidence at a hundredth of the LM head's price. Needs normalised states
 */
public record StateInputs(boolean normalised, boolean standardised, boolean layer, int sketch) {
    /** The reference's choice for OPT: the bare hidden state. */
    public static final StateInputs BARE = new StateInputs(false, false, false, 0);

    /** States on one scale, and the layer. */
    public static final StateInputs SCALED = new StateInputs(false, true, true, 0);

    /** The same after the final norm, and a sketch of the confidence. */
    public static final StateInputs SKETCHED = new StateInputs(true, true, true, 64);

    /**
     * @throws ExitBenchException if a sketch is wanted of states that the LM head does not read
     */
    public StateInputs {
        if (sketch < 0 || sketch == 1 || sketch > 0 && !normalised) {
            throw new ExitBenchException(
                    "An agent's sketch needs at least two tokens and normalised states; given were"
                            + " sketch="
                            + sketch
                            + " and normalised="
                            + normalised
                            + ".");
        }
    }
}
