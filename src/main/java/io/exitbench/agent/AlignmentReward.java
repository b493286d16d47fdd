package io.exitbench.agent;

import io.exitbench.agent.trace.TokenOutcome;
import java.util.List;

/**
 * GREEN-CODE's reward: the wanted exit is the first whose token is the full model's. See {@link
 * DistanceReward} for the formula.
 */
public final class AlignmentReward implements Reward {
    private final DistanceReward formula;

    /**
     * With the reference's weights, α = β = γ = 1 and ε = 0.1.
     *
     * @param layers layers of the exits, the full model last
     */
    public AlignmentReward(List<Integer> layers) {
        this(layers, 1, 1, 1, 0.1);
    }

    /**
     * @param layers layers of the exits, the full model last
     * @param alpha weight of layers run in vain
     * @param beta weight of layers missed
     * @param gamma weight of going on in vain
     * @param epsilon price of a wrong answer after a right one was to be had
     */
    public AlignmentReward(
            List<Integer> layers, double alpha, double beta, double gamma, double epsilon) {
        formula = new DistanceReward(layers, alpha, beta, gamma, epsilon);
    }

    @Override
    public double leave(TokenOutcome token, int exit) {
        return formula.leave(exit, token.firstAgreeing(), token.agreesWithLast(exit));
    }

    @Override
    public double goOn(TokenOutcome token, int exit) {
        return formula.goOn(exit, token.firstAgreeing());
    }

    @Override
    public double stop(TokenOutcome token, int exit) {
        return formula.stop(exit, token.firstAgreeing());
    }

    @Override
    public String name() {
        return "alignment";
    }

    @Override
    public String parameters() {
        return "reward=alignment" + formula.parameters();
    }
}
