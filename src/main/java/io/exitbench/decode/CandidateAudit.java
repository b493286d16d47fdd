package io.exitbench.decode;

import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;

/**
 * A strategy that is watched while it looks at candidates: how often the token that an exit's whole
 * head ranks first is none of them. The whole head is evaluated for that where the strategy did not
 * ask for it, which no ledger counts, so nothing is timed meanwhile.
 */
public final class CandidateAudit implements ExitStrategy {
    private final ExitStrategy audited;
    private int looks;
    private int outside;

    /**
     * @param audited asked for every decision
     */
    public CandidateAudit(ExitStrategy audited) {
        this.audited = audited;
    }

    /**
     * @return exits at which it looked at candidates that an earlier exit, or a preview, had chosen
     */
    public int looks() {
        return looks;
    }

    /**
     * @return those of them whose own best token was no candidate
     */
    public int outside() {
        return outside;
    }

    @Override
    public ExitDecision decide(Observation observation) {
        ExitDecision decision = audited.decide(observation);
        if (observation instanceof TokenObservation token && token.lookedAtOthersCandidates()) {
            looks++;
            outside += token.ownTokenIsNoCandidate() ? 1 : 0;
        }
        return decision;
    }

    @Override
    public void beginSample(SampleContext sample) {
        audited.beginSample(sample);
    }

    @Override
    public void beginToken(int tokenIndex) {
        audited.beginToken(tokenIndex);
    }

    @Override
    public void observeOutcome(int token, int exitLayer) {
        audited.observeOutcome(token, exitLayer);
    }
}
