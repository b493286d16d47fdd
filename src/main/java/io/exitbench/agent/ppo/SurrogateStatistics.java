package io.exitbench.agent.ppo;

/** Sums over the samples whose surrogate gradient was taken, for learning curves and early stop. */
final class SurrogateStatistics {
    private long samples;
    private long clipped;
    private double kl;
    private double entropy;

    void add(double sampleKl, double sampleEntropy, boolean wasClipped) {
        samples++;
        kl += sampleKl;
        entropy += sampleEntropy;
        clipped += wasClipped ? 1 : 0;
    }

    void clear() {
        samples = 0;
        clipped = 0;
        kl = 0;
        entropy = 0;
    }

    /** Mean of r − 1 − ln r, Schulman's low-variance estimate of the KL divergence, in nats. */
    double meanKl() {
        return kl / samples;
    }

    /** Mean entropy of the policy, nats. */
    double meanEntropy() {
        return entropy / samples;
    }

    /** Share of samples whose probability ratio lay outside the clip range, 0–1. */
    double clippedShare() {
        return (double) clipped / samples;
    }
}
