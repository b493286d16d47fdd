package io.exitbench.agent;

import io.exitbench.decode.NetObservation;
import io.exitbench.model.CandidateEvidence;
import io.exitbench.model.ExitNet;
import io.exitbench.strategy.Confidence;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;

/**
 * Leaves where a trained policy gives leaving more than a threshold. It looks at hidden states and,
 * if the policy was trained so, at the token's candidates; the whole LM head runs once for these at
 * the first exit, else only at the exit that is taken.
 */
public final class AgentStrategy implements ExitStrategy {
    private static final float[] NOTHING = {};

    private final ExitNet net;
    private final double threshold;
    private final boolean[] asks;
    private final CandidateEvidence evidence;
    private final boolean looks;

    /**
     * @param net the policy
     * @param looks whether it looks at candidates
     * @param threshold T on the probability of leaving, 0 to 1
     * @param asks for each exit whether the net is asked there; elsewhere a token goes on
     */
    public AgentStrategy(ExitNet net, boolean looks, double threshold, boolean[] asks) {
        this.net = net;
        this.looks = looks;
        this.threshold = threshold;
        this.asks = asks.clone();
        evidence = new CandidateEvidence(net.first().size());
    }

    @Override
    public void beginToken(int tokenIndex) {
        evidence.begin(tokenIndex);
    }

    @Override
    public ExitDecision decide(Observation observation) {
        if (!(observation instanceof NetObservation exit)) {
            throw new IllegalArgumentException(
                    "A trained agent needs an observation of the token loop that can evaluate its"
                            + " net; hand the decoder's own through.");
        }
        if (!asks[exit.exitIndex()]) {
            look(exit);
            return ExitDecision.CONTINUE;
        }
        float score = looks ? exit.score(net, evidence) : scoreBlindly(exit);
        if (score < 0) {
            return ExitDecision.STOP;
        }
        return score > threshold ? ExitDecision.EXIT : ExitDecision.CONTINUE;
    }

    /** Later exits read what this one says, though its net is not asked. */
    private void look(NetObservation exit) {
        if (looks) {
            Confidence said = exit.amongCandidates();
            evidence.see(
                    exit.exitIndex(),
                    said.argmax(),
                    said.topProbability(),
                    said.margin(),
                    said.entropy());
        }
    }

    private float scoreBlindly(NetObservation exit) {
        float[] numbers = net.numbers() == 0 ? NOTHING : evidence.numbers();
        return exit.score(net, evidence.token(), numbers);
    }
}
