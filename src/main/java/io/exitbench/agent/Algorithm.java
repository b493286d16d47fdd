package io.exitbench.agent;

import io.exitbench.ExitBenchException;
import io.exitbench.agent.ppo.PpoSettings;
import io.exitbench.agent.stopping.StoppingSettings;

/** How a policy is learned from a trace. */
public sealed interface Algorithm {
    /**
     * @return as reports call these settings
     */
    String name();

    /**
     * Proximal policy optimisation over recorded completions as episodes.
     *
     * @param settings hyperparameters of the learner
     * @param acrossTokens whether a decision is credited with the rewards of later tokens too; they
     *     do not depend on it in a recorded completion unless it may stop
     * @param dropout share of the inputs hidden from it at random while it learns, 0 to below 1
     *     (what few files teach must not hang on single numbers)
     * @param startAnywhere share of the tokens that begin at a random exit, so that it learns what
     *     to do at exits that it seldom reaches; 0–1
     */
    record Ppo(PpoSettings settings, boolean acrossTokens, double dropout, double startAnywhere)
            implements Algorithm {
        /**
         * @throws ExitBenchException if a share is out of range
         */
        public Ppo {
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

        @Override
        public String name() {
            return settings.name();
        }
    }

    /**
     * Optimal stopping fitted by regression, for all prices at once.
     *
     * @param name of the settings
     * @param settings of the fit
     */
    record Stopping(String name, StoppingSettings settings) implements Algorithm {}
}
