package io.exitbench.metric;

import java.util.Objects;

/**
 * What was generated and what should have been.
 *
 * @param prediction the generated text, possibly empty
 * @param reference the expected text, possibly empty
 */
public record ScoredPair(String prediction, String reference) {
    public ScoredPair {
        Objects.requireNonNull(prediction, "prediction");
        Objects.requireNonNull(reference, "reference");
    }
}
