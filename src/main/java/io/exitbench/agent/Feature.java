package io.exitbench.agent;

import io.exitbench.ExitBenchException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A group of numbers that an agent may see at an exit; each can be left out. */
public enum Feature {
    /** The hidden state. */
    HIDDEN_STATE,
    /** Margin, top probability and entropy among candidates, here and at the exits before. */
    CONFIDENCES,
    /** Whether the predicted token changed from exit to exit, and for how long it has not. */
    CHANGES,
    /** The LM head's row of the token predicted here. */
    CANDIDATE_ROW,
    /** How many tokens of the completion stand before this one. */
    POSITION;

    /**
     * @return whether the token's candidates must be looked at for it
     */
    boolean needsCandidates() {
        return this == CONFIDENCES || this == CHANGES || this == CANDIDATE_ROW;
    }

    /**
     * @return as annotations and the command line call it
     */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads groups.
     *
     * @param ids as {@link #id} gives them
     * @return the groups, at least one
     * @throws ExitBenchException if one is unknown or there is none
     */
    public static Set<Feature> parse(List<String> ids) {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        for (String id : ids) {
            features.add(
                    Arrays.stream(values())
                            .filter(feature -> feature.id().equals(id))
                            .findAny()
                            .orElseThrow(() -> unknown(id)));
        }
        if (features.isEmpty()) {
            throw unknown("");
        }
        return features;
    }

    private static ExitBenchException unknown(String id) {
        return new ExitBenchException(
                "An agent cannot see \""
                        + id
                        + "\"; it can see "
                        + Arrays.stream(values()).map(Feature::id).toList()
                        + ".");
    }
}
