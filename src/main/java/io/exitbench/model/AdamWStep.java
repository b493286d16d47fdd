package io.exitbench.model;

/**
 * The numbers of one AdamW step.
 *
 * @param number of the step, from 1, for the correction of the running means
 * @param gradientScale gradients are multiplied by this first
 * @param learningRate above 0
 * @param weightDecay per step and learning rate, at least 0
 */
public record AdamWStep(int number, double gradientScale, double learningRate, double weightDecay) {
    /** Decay of the running mean of gradients. */
    public static final double BETA1 = 0.9;

    /** Decay of the running mean of squared gradients; PyTorch's default. */
    public static final double BETA2 = 0.999;

    /** Keeps the quotient finite. */
    public static final double EPSILON = 1e-8;

    /** In the order of the TorchScript method. */
    double[] arguments() {
        return new double[] {
            gradientScale,
            learningRate,
            learningRate * weightDecay,
            BETA1,
            BETA2,
            EPSILON,
            1 - Math.pow(BETA1, number),
            Math.sqrt(1 - Math.pow(BETA2, number))
        };
    }
}
