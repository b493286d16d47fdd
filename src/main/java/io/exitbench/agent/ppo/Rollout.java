package io.exitbench.agent.ppo;

/**
 * The samples of one update: [horizon × environments] steps, time-major. Arrays are reused from
 * update to update.
 */
final class Rollout {
    final int horizon;
    final int environments;
    final int width;

    /** [(horizon + 1) × environments × width]: the last row of states only bootstraps. */
    final float[] states;

    final int[] actions;
    final float[] logProbabilities;
    final float[] rewards;
    final float[] continuations;

    /** [(horizon + 1) × environments]. */
    final float[] values;

    final float[] advantages;
    final float[] returns;

    Rollout(int horizon, int environments, int width) {
        this.horizon = horizon;
        this.environments = environments;
        this.width = width;
        int size = horizon * environments;
        this.states = new float[Math.multiplyExact(size + environments, width)];
        this.actions = new int[size];
        this.logProbabilities = new float[size];
        this.rewards = new float[size];
        this.continuations = new float[size];
        this.values = new float[size + environments];
        this.advantages = new float[size];
        this.returns = new float[size];
    }

    int size() {
        return horizon * environments;
    }

    /**
     * Generalised advantage estimation (Schulman et al., 2016, arXiv 1506.02438, equation 16), with
     * the environment's continuation factor c beside the discount:
     *
     * <pre>
     * δ_t = r_t + γ c_t V_{t+1} − V_t;   A_t = δ_t + γ λ c_t A_{t+1};   return_t = A_t + V_t
     * </pre>
     */
    void estimateAdvantages(double discount, double lambda) {
        for (int environment = 0; environment < environments; environment++) {
            double advantage = 0;
            for (int t = horizon - 1; t >= 0; t--) {
                int i = t * environments + environment;
                double kept = discount * continuations[i];
                double delta = rewards[i] + kept * values[i + environments] - values[i];
                advantage = delta + kept * lambda * advantage;
                advantages[i] = (float) advantage;
                returns[i] = (float) (advantage + values[i]);
            }
        }
    }

    /**
     * What one gradient step learns from.
     *
     * @param states [count × width], row-major
     * @param labels [count × {@link ClippedSurrogateLoss#LABELS}], row-major
     * @param returns [count]
     */
    record Minibatch(float[] states, float[] labels, float[] returns) {}

    /**
     * Copies some samples and scales their advantages to mean 0 and deviation 1.
     *
     * @param order of the samples
     * @param from first place in that order
     * @param to place after the last, at least two behind: one advantage has no deviation
     */
    Minibatch minibatch(int[] order, int from, int to) {
        int count = to - from;
        float[] rows = new float[count * width];
        float[] labels = new float[count * ClippedSurrogateLoss.LABELS];
        float[] targets = new float[count];
        double mean = 0;
        for (int i = from; i < to; i++) {
            mean += advantages[order[i]];
        }
        mean /= count;
        double squares = 0;
        for (int i = from; i < to; i++) {
            squares += Math.pow(advantages[order[i]] - mean, 2);
        }
        double scale = 1 / (Math.sqrt(squares / (count - 1)) + 1e-8);
        for (int i = 0; i < count; i++) {
            int sample = order[from + i];
            System.arraycopy(states, sample * width, rows, i * width, width);
            int label = i * ClippedSurrogateLoss.LABELS;
            labels[label] = actions[sample];
            labels[label + 1] = (float) ((advantages[sample] - mean) * scale);
            labels[label + 2] = logProbabilities[sample];
            targets[i] = returns[sample];
        }
        return new Minibatch(rows, labels, targets);
    }
}
