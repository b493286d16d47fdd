package io.exitbench.agent.ppo;

/**
 * Several copies of one environment that advance in lockstep and begin anew by themselves when an
 * episode ends. Deterministic given {@link #state()} and the actions. Not for use by several
 * threads.
 */
public interface VectorEnvironment {
    /**
     * What happened since the last call.
     *
     * @param units finished units (tokens for a trace, episodes for a game)
     * @param meanReturn mean undiscounted reward of a unit; NaN without one
     * @param meanMeasure mean of the figure worth following: exit layer, or episode length; NaN
     *     without one
     */
    record Statistics(long units, double meanReturn, double meanMeasure) {}

    /**
     * @return copies, at least 1
     */
    int environments();

    /**
     * @return numbers in a state
     */
    int observationWidth();

    /**
     * @return possible actions, at least 2
     */
    int actions();

    /**
     * Writes the current states.
     *
     * @param into [environments × observationWidth], row-major
     * @param offset where the first row goes
     */
    void observe(float[] into, int offset);

    /**
     * Advances every copy by one action.
     *
     * @param actions [environments], each 0 … actions − 1
     * @param rewards [environments], receives the rewards
     * @param continuations [environments], receives the factor (0–1) on the value of the next state
     *     besides the discount: 0 at the end of an episode
     */
    void step(int[] actions, float[] rewards, float[] continuations);

    /**
     * @return the figures since the last call, which are then forgotten
     */
    Statistics takeStatistics();

    /**
     * @return everything {@link #restore} needs, apart from the figures of {@link #takeStatistics}
     */
    long[] state();

    /**
     * @param state what {@link #state()} of an equally configured environment returned
     */
    void restore(long[] state);
}
