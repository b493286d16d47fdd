package io.exitbench.agent;

import io.exitbench.agent.trace.TokenOutcome;
import java.util.List;

/**
 * The formula of {@link DistanceReward} with the true token in place of the full model's, as in the
 * reference's label-based environments: the wanted exit is the first whose token is that of the
 * reference text. Where no exit finds it, every layer is run in vain and the first exit is wanted;
 * where the text has left the reference and no true token is known, the full model's stands in.
 */
public final class LabelReward implements Reward {
    private final DistanceReward formula;

    /**
     * With the weights of {@link AlignmentReward}.
     *
     * @param layers layers of the exits, the full model last
     */
    public LabelReward(List<Integer> layers) {
        formula = new DistanceReward(layers, 1, 1, 1, 0.1);
    }

    private static int wanted(TokenOutcome token) {
        if (!token.referenceKnown()) {
            return token.firstAgreeing();
        }
        return token.agreesWithReference() == 0
                ? 0
                : Long.numberOfTrailingZeros(token.agreesWithReference());
    }

    @Override
    public double leave(TokenOutcome token, int exit) {
        boolean right =
                token.referenceKnown()
                        ? token.agreesWithReference(exit)
                        : token.agreesWithLast(exit);
        return formula.leave(exit, wanted(token), right);
    }

    @Override
    public double goOn(TokenOutcome token, int exit) {
        return formula.goOn(exit, wanted(token));
    }

    @Override
    public double stop(TokenOutcome token, int exit) {
        return formula.stop(exit, wanted(token));
    }

    @Override
    public String name() {
        return "label";
    }

    @Override
    public String parameters() {
        return "reward=label";
    }
}
