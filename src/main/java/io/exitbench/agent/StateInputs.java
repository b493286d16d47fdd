package io.exitbench.agent;

import io.exitbench.ExitBenchException;
import io.exitbench.model.CandidateEvidence;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an agent sees at an exit.
 *
 * @param normalised whether the hidden state is taken after the final norm
 * @param standardised whether each number is shifted and scaled to mean 0 and deviation 1 over the
 *     trace, for each exit of its own
 * @param layer whether it is told which exit it stands at
 * @param features groups of numbers, at least one; what candidates say needs the LM head once a
 *     token and a few of its rows at later exits
 */
public record StateInputs(
        boolean normalised, boolean standardised, boolean layer, Set<Feature> features) {
    /** The reference's choice for OPT: the bare hidden state. */
    public static final StateInputs BARE =
            new StateInputs(false, false, false, EnumSet.of(Feature.HIDDEN_STATE));

    /** All there is, on one scale, the states after the final norm. */
    public static final StateInputs ALL =
            new StateInputs(true, true, true, EnumSet.allOf(Feature.class));

    /**
     * Copies, in a fixed order.
     *
     * @throws ExitBenchException if it sees nothing
     */
    public StateInputs {
        if (features.isEmpty()) {
            throw new ExitBenchException(
                    "An agent that sees nothing cannot decide; name at least one feature.");
        }
        features = Collections.unmodifiableSet(new TreeSet<>(features));
    }

    /**
     * @return whether it looks at the token's candidates
     */
    public boolean usesCandidates() {
        return features.stream().anyMatch(Feature::needsCandidates);
    }

    /**
     * @return whether any number besides hidden state and head row is wanted
     */
    boolean usesEvidence() {
        return features.stream()
                .anyMatch(f -> f != Feature.HIDDEN_STATE && f != Feature.CANDIDATE_ROW);
    }

    /** Whether a kind of these is. */
    boolean sees(CandidateEvidence.Kind kind) {
        return features.contains(
                switch (kind) {
                    case CONFIDENCE -> Feature.CONFIDENCES;
                    case CHANGE -> Feature.CHANGES;
                    case POSITION -> Feature.POSITION;
                });
    }
}
