package io.exitbench.junit;

import io.exitbench.agent.AgentRequest;
import io.exitbench.agent.AgentSettings;
import io.exitbench.agent.Feature;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Trains an agent on traces of the calibration split, once, and runs it beside the other
 * strategies, a run for each operating point. May be given several times.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Repeatable(ReinforcementLearningAgents.class)
public @interface ReinforcementLearningAgent {
    /**
     * @return {@code energy}, {@code alignment} or {@code label}
     */
    String reward() default AgentRequest.ENERGY;

    /**
     * @return how many right tokens a full-depth token's cost is worth, for the energy reward; with
     *     the preset {@code stopping} a run for each, else exactly one
     */
    double[] lambda() default {0.15, 0.3, 0.6};

    /**
     * @return thresholds on the probability of leaving, 0 to 1, a run for each; of no account to
     *     the preset {@code stopping}
     */
    double[] thresholds() default {0.3, 0.5, 0.7, 0.9};

    /**
     * @return what the policy's logits are divided by
     */
    double temperature() default 1;

    /**
     * @return {@code stopping}, fitted optimal stopping; {@code fast}, PPO that sees the same; or
     *     {@code green-code} for the reference's learner and state
     */
    String preset() default AgentSettings.STOPPING;

    /**
     * @return whether it looks at hidden states after the final norm
     */
    boolean normalised() default false;

    /**
     * @return groups of numbers that it sees, by {@link Feature#id}; not for {@code green-code}
     */
    String[] features() default {
        "hidden-state", "confidences", "changes", "candidate-row", "position"
    };

    /**
     * @return whether it may end a completion
     */
    boolean stop() default false;

    /**
     * @return completions to learn from, or texts for {@code stopping}
     */
    int completions() default AgentRequest.DEFAULT_COMPLETIONS;

    /**
     * @return name of the embedded agent that a longer training with these settings has made, if
     *     there is one
     */
    String shipped() default "";

    /**
     * @return whether {@code exitbench.agent=both} trains one beside the shipped one, which then
     *     runs at the middle price alone
     */
    boolean trainedBeside() default true;

    /**
     * @return seeds of its training, an agent for each; none: the suite's seed alone. The agents of
     *     at least five seeds are what says something of the way they are trained
     */
    long[] seeds() default {};
}
