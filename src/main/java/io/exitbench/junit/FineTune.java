package io.exitbench.junit;

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
    String weighting() default "geometric:0.9,0.5,0,0";

    /**
     * @return exits drawn in each step, 0 for all
     */
    int sampledExits() default 2;

    /**
     * @return share of the base's prediction in what the exits learn
     */
    double distillation() default 0.7;

    /**
     * @return width of the exit blocks of {@link TuningMode#FROZEN}
     */
    int bottleneck() default 256;

    /**
     * @return steps of the optimizer
     */
    int steps() default 100;

    /**
     * @return sequences in a step
     */
    int batch() default 8;

    /**
     * @return tokens of a sequence
     */
    int length() default 256;

    /**
     * @return learning rate at its peak
     */
    double learningRate() default 1e-3;

    /**
     * @return steps of the warm-up
     */
    int warmUp() default 20;

    /**
     * @return how the learning rate goes on after the warm-up
     */
    LearningRateSchedule schedule() default LearningRateSchedule.LINEAR;
}
