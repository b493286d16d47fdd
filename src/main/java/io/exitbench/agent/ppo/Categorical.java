package io.exitbench.agent.ppo;

/** The distribution over actions that logits describe. */
final class Categorical {
    private Categorical() {}

    /**
     * @param logits holds the logits from {@code from} on
     * @param from index of the first logit
     * @param logP receives the logarithms of the probabilities; its length is the number of actions
     * @return entropy, nats
     */
    static double logSoftmax(double[] logits, int from, double[] logP) {
        double max = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < logP.length; k++) {
            max = Math.max(max, logits[from + k]);
        }
        double sum = 0;
        for (int k = 0; k < logP.length; k++) {
            sum += Math.exp(logits[from + k] - max);
        }
        double normaliser = max + Math.log(sum);
        double entropy = 0;
        for (int k = 0; k < logP.length; k++) {
            logP[k] = logits[from + k] - normaliser;
            entropy -= Math.exp(logP[k]) * logP[k];
        }
        return entropy;
    }

    /**
     * @param logP logarithms of probabilities
     * @param uniform a draw from [0, 1)
     * @return an action
     */
    static int sample(double[] logP, double uniform) {
        double below = 0;
        for (int k = 0; k < logP.length - 1; k++) {
            below += Math.exp(logP[k]);
            if (uniform < below) {
                return k;
            }
        }
        return logP.length - 1;
    }
}
