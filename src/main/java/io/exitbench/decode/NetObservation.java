package io.exitbench.decode;

import io.exitbench.model.CandidateEvidence;
import io.exitbench.model.ExitNet;
import io.exitbench.strategy.Observation;

/**
 * What the decoder's observations offer to the project's own agents besides what every strategy may
 * look at. It is not part of the interface for contributors: it may change with the nets.
 */
public interface NetObservation extends Observation {
    /**
     * Asks a net that looks at the hidden state. It is evaluated on the model's device in one call;
     * a single number comes back, and of the LM head at most one row is touched.
     *
     * @param net made for this model and these exits
     * @param token predicted here, for a net that reads its head row
     * @param numbers what the net reads besides, as many as it wants
     * @return as {@link ExitNet#score}
     */
    float score(ExitNet net, int token, float[] numbers);

    /**
     * Looks at the token's candidates, as {@link #amongCandidates()} does, takes in what they say,
     * and asks a net that reads it, with the token that is predicted here. Both at once where the
     * device can do that.
     *
     * @param net made for this model and these exits
     * @param evidence of the exits before, which is this one's afterwards
     * @return as {@link ExitNet#score}
     */
    float score(ExitNet net, CandidateEvidence evidence);
}
