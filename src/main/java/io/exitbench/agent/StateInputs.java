package io.exitbench.agent;

/**
 * What an agent sees at an exit.
 *
 * @param normalised whether the hidden state is taken after the final norm
 * @param standardised whether each number is shifted and scaled to mean 0 and deviation 1 over the
 *     trace, for each exit of its own
 * @param layer whether it is told which exit it stands at
 * @param change whether it is told how the state has turned and grown since the previous exit
 */
public record StateInputs(boolean normalised, boolean standardised, boolean layer, boolean change) {
    /** The reference's choice for OPT: the bare hidden state. */
    public static final StateInputs BARE = new StateInputs(false, false, false, false);

    /** States on one scale, and the layer. */
    public static final StateInputs SCALED = new StateInputs(false, true, true, false);
}
