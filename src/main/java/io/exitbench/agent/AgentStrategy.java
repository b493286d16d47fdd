package io.exitbench.agent;

import io.exitbench.decode.NetObservation;
import io.exitbench.model.ExitNet;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;

/**
 * Leaves where a trained policy gives leaving more than a threshold. It looks at hidden states
 * alone, so an exit that it does not take costs no LM head.
 */
public final class AgentStrategy implements ExitStrategy {
    private final ExitNet net;
    private final double threshold;

    /**
     * @param net the policy
     * @param threshold T on the probability of leaving, 0 to 1
     */
    public AgentStrategy(ExitNet net, double threshold) {
        this.net = net;
        this.threshold = threshold;
    }

    @Override
    public ExitDecision decide(Observation observation) {
        if (!(observation instanceof NetObservation exit)) {
            throw new IllegalArgumentException(
                    "A trained agent needs an observation of the token loop that can evaluate its"
                            + " net; hand the decoder's own through.");
        }
        float score = exit.score(net);
        if (score < 0) {
            return ExitDecision.STOP;
        }
        return score > threshold ? ExitDecision.EXIT : ExitDecision.CONTINUE;
    }
}
