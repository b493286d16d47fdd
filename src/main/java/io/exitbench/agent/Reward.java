package io.exitbench.agent;

import io.exitbench.agent.trace.TokenOutcome;

/**
 * What an agent is paid for. Exits are counted from 0; the last one is the full model, which is
 * reached by going on from the deepest exit.
 */
public sealed interface Reward permits AlignmentReward, LabelReward, EnergyReward {
    /**
     * For leaving, or for having arrived at the full model.
     *
     * @param token what is known about it
     * @param exit where the model is left
     * @return the reward, without a unit; comparable only within one reward and its parameters
     */
    double leave(TokenOutcome token, int exit);

    /**
     * For going on to the next exit.
     *
     * @param token what is known about it
     * @param exit where it was decided
     * @return the reward, without a unit; comparable only within one reward and its parameters
     */
    double goOn(TokenOutcome token, int exit);

    /**
     * For ending the completion without this token and those after it.
     *
     * @param token what is known about it
     * @param exit where it was decided
     * @return the reward, without a unit; comparable only within one reward and its parameters
     */
    double stop(TokenOutcome token, int exit);

    /**
     * @return as annotations and the command line call it
     */
    String name();

    /**
     * @return name and parameters as {@code key=value} pairs separated by {@code ;}
     */
    String parameters();
}
