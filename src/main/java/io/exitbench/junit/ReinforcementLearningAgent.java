package io.exitbench.junit;

import io.exitbench.agent.AgentRequest;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Trains an agent by PPO on traces of the calibration split, once, and runs it beside the other
 * strategies, a run for each threshold. May be given several times.
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
     * @return how many right tokens a full-depth token's energy is worth, for the energy reward
     */
    double lambda() default 1;

    /**
     * @return thresholds on the probability of leaving, 0 to 1
     */
    double[] thresholds() default {0.3, 0.5, 0.7, 0.9};

    /**
     * @return what the policy's logits are divided by
     */
    double temperature() default 1;

    /**
     * @return {@code fast}, or {@code green-code} for the reference's learner and state
     */
    String preset() default "fast";

    /**
     * @return whether it looks at hidden states after the final norm
     */
    boolean normalised() default false;

    /**
     * @return how many frequent tokens' logits are summed up as a rough confidence, 0 for none; not
     *     for {@code green-code}
     */
    int sketch() default AgentRequest.DEFAULT_SKETCH;

    /**
     * @return whether it may end a completion
     */
    boolean stop() default false;

    /**
     * @return completions to learn from
     */
    int completions() default AgentRequest.DEFAULT_COMPLETIONS;

    /**
     * @return seeds of its training, an agent for each; none: the suite's seed alone. The agents of
     *     at least five seeds are what says something of the way they are trained
     */
    long[] seeds() default {};
}
