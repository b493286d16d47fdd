package io.exitbench.suite.prepare;

import io.exitbench.finetune.FineTuneSettings;
import java.util.Optional;

/**
 * Whether and how a suite's model is tuned for early exits before it is measured.
 *
 * @param source where the tuned model comes from
 * @param shipped name of the embedded checkpoint that a longer training has made, if there is one
 * @param settings of a training by the suite itself
 */
public record FineTuneChoice(Source source, Optional<String> shipped, FineTuneSettings settings) {
    /** Where the tuned model comes from. */
    public enum Source {
        /** The embedded checkpoint, or for another model what was trained and stored before. */
        SHIPPED,
        /** What these settings make; trained now if it is not stored. */
        TRAIN,
        /** Nowhere: the model is measured as it is. */
        NONE
    }
}
