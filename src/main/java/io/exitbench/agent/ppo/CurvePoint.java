package io.exitbench.agent.ppo;

/**
 * One update of a training.
 *
 * @param steps environment steps up to and including this update
 * @param meanReturn mean undiscounted reward of a unit (a token, for traces); NaN if none finished
 * @param meanMeasure mean exit layer (1-based) for traces; NaN if none finished
 * @param entropy mean entropy of the policy, nats
 * @param kl mean approximate KL divergence from the policy before the update, last epoch, nats
 * @param clippedShare share of probability ratios outside the clip range, last epoch, 0–1
 * @param epochs epochs made before the KL limit ended the update
 * @param rate learning rate
 */
public record CurvePoint(
        long steps,
        double meanReturn,
        double meanMeasure,
        double entropy,
        double kl,
        double clippedShare,
        int epochs,
        double rate) {}
