package io.exitbench.agent.stopping;

/**
 * Recorded tokens with several exits each, the last of which is the full model. At each exit but
 * the last a rule leaves or goes on.
 */
public interface StoppingProblem {
    /**
     * @return recorded tokens, at least 1
     */
    int tokens();

    /**
     * @return exits with the full model, at least 2
     */
    int exits();

    /**
     * @return numbers that the rule sees at an exit
     */
    int width();

    /**
     * @return how many of them, the first, are raw states: many numbers of which each says little
     */
    int states();

    /**
     * Reads what the rule sees.
     *
     * @param token number of the token
     * @param exit number of the exit, not the last
     * @param into receives {@link #width()} numbers from {@code offset} on
     */
    void observe(int token, int exit, float[] into, int offset);

    /**
     * @param token number of the token
     * @param exit number of the exit
     * @return what leaving there is worth before costs, 0 to 1
     */
    double worth(int token, int exit);

    /**
     * @param exit number of the exit
     * @return what a token costs that leaves there, its decisions included, as a share of a
     *     full-depth token without decisions
     */
    double cost(int exit);
}
