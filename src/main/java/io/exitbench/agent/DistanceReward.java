package io.exitbench.agent;

import java.util.List;

/**
 * GREEN-CODE's reward (Ilager et al., arXiv 2501.11006; {@code compute_reward} of the reference
 * implementation) for a wanted exit with layer l*, divided by the deepest exit's layer:
 *
 * <pre>
 * leave at l = l*:                    1
 * leave later, still right:           −α (l − l*)
 * leave too early:                    −β (l* − l)
 * leave later, wrong again:           −ε
 * go on before l*:                    1
 * go on at or past l* to layer next:  −γ (next − l*)
 * </pre>
 *
 * <p>The reference looks for l* among all layers, this one among the recorded exits. Arriving at
 * the full model pays nothing of its own; ending the completion counts as leaving too early.
 *
 * @param layers layers of the exits, the full model last
 * @param alpha weight of layers run in vain
 * @param beta weight of layers missed
 * @param gamma weight of going on in vain
 * @param epsilon price of a wrong answer after a right one was to be had
 */
record DistanceReward(
        List<Integer> layers, double alpha, double beta, double gamma, double epsilon) {

    double leave(int exit, int wanted, boolean right) {
        if (exit == layers.size() - 1) {
            return 0;
        }
        double raw;
        if (exit == wanted) {
            raw = 1;
        } else if (exit < wanted) {
            raw = -beta * distance(exit, wanted);
        } else {
            raw = right ? -alpha * distance(wanted, exit) : -epsilon;
        }
        return raw / scale();
    }

    double goOn(int exit, int wanted) {
        double raw = exit < wanted ? 1 : -gamma * distance(wanted, exit + 1);
        return raw / scale();
    }

    double stop(int exit, int wanted) {
        return -beta * Math.max(1, distance(exit, wanted)) / scale();
    }

    private int distance(int from, int to) {
        return layers.get(to) - layers.get(from);
    }

    private double scale() {
        return layers.size() > 1 ? layers.get(layers.size() - 2) : 1;
    }

    String parameters() {
        boolean reference = alpha == 1 && beta == 1 && gamma == 1 && epsilon == 0.1;
        return reference
                ? ""
                : ";alpha=" + alpha + ";beta=" + beta + ";gamma=" + gamma + ";epsilon=" + epsilon;
    }
}
