package io.exitbench.agent;

import io.exitbench.ExitBenchException;
import io.exitbench.agent.ppo.PpoSettings;

/**
 * How an agent is trained on a trace.
 *
 * @param ppo hyperparameters of the learner
 * @param inputs what it sees
 * @param stop whether it may end a completion
 * @param acrossTokens whether a decision is credited with the rewards of later tokens too; they do
 *     not depend on it in a recorded completion unless it may stop
 * @param dropout share of the inputs hidden from it at random while it learns, 0 to below 1 (what
 *     few files teach must not hang on single numbers)
 * @param startAnywhere share of the tokens that begin at a random exit, so that it learns what to
 *     do at exits that it seldom reaches; 0–1
 * @param seed of everything that draws
 */
public record AgentSettings(
        PpoSettings ppo,
        StateInputs inputs,
        boolean stop,
        boolean acrossTokens,
        double dropout,
        double startAnywhere,
        long seed) {
    /**
     * @throws ExitBenchException if a share is out of range
     */
    public AgentSettings {
        if (!(dropout >= 0 && dropout < 1) || !(startAnywhere >= 0 && startAnywhere <= 1)) {
            throw new ExitBenchException(
                    "The agent's dropout must be within 0 and 1 and startAnywhere 0 to 1; given"
                            + " were "
                            + dropout
                            + " and "
                            + startAnywhere
                            + ".");
        }
    }

    /**
     * Named settings.
     *
     * @param name {@code green-code}: the reference's learner, state and episodes; {@code fast}:
     *     what the default suites train with
     * @param seed of everything that draws
     * @return the settings
     * @throws ExitBenchException if there are none of that name
     */
    public static AgentSettings preset(String name, long seed) {
        PpoSettings ppo = PpoSettings.preset(name);
        return ppo.equals(PpoSettings.GREEN_CODE)
                ? new AgentSettings(ppo, StateInputs.BARE, false, true, 0, 0, seed)
                : new AgentSettings(ppo, StateInputs.SKETCHED, false, false, 0.3, 0.5, seed);
    }
}
