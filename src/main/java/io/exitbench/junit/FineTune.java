package io.exitbench.junit;

import io.exitbench.finetune.FineTuneDefaults;
import io.exitbench.finetune.LearningRateSchedule;
import io.exitbench.finetune.TuningMode;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The suite's model is tuned so that its {@linkplain AllowedExits exits} predict; without this it
 * is measured as it is. {@code exitbench.finetune} chooses between the shipped checkpoint and a
 * training with these settings. Trained layers are those of {@link AllowedExits}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface FineTune {
    /**
     * @return embedded checkpoint that a longer training has made, or nothing
     */
    String shipped() default "";

    /**
     * @return what is trained
     */
    TuningMode mode() default TuningMode.DISTIL;

    /**
     * @return how the exits' losses count, as {@link io.exitbench.finetune.ExitWeighting#parse}
     *     reads it
     */
    String weighting() default FineTuneDefaults.WEIGHTING;

    /**
     * @return exits drawn in each step, 0 for all
     */
    int sampledExits() default FineTuneDefaults.SAMPLED_EXITS;

    /**
     * @return share of the base's prediction in what the exits learn
     */
    double distillation() default FineTuneDefaults.DISTILLATION;

    /**
     * @return width of the exit blocks of {@link TuningMode#FROZEN}
     */
    int bottleneck() default FineTuneDefaults.BOTTLENECK;

    /**
     * @return steps of the optimizer
     */
    int steps() default FineTuneDefaults.STEPS;

    /**
     * @return sequences in a step
     */
    int batch() default FineTuneDefaults.BATCH;

    /**
     * @return tokens of a sequence
     */
    int length() default FineTuneDefaults.LENGTH;

    /**
     * @return learning rate at its peak
     */
    double learningRate() default FineTuneDefaults.LEARNING_RATE;

    /**
     * @return steps of the warm-up
     */
    int warmUp() default FineTuneDefaults.WARM_UP;

    /**
     * @return how the learning rate goes on after the warm-up
     */
    LearningRateSchedule schedule() default LearningRateSchedule.LINEAR;
}
