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
}
