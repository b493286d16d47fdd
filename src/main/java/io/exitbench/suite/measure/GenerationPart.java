package io.exitbench.suite.measure;

import java.io.Serializable;
import java.util.List;

/**
 * A part of a suite's completions: some runs over some samples.
 *
 * @param runs ids; none if only the full model's own completions are wanted
 * @param samples ids
 * @param references journal lines of the full model's completions, if these are known
 */
public record GenerationPart(List<String> runs, List<String> samples, List<String> references)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** Copies the lists. */
    public GenerationPart {
        runs = List.copyOf(runs);
        samples = List.copyOf(samples);
        references = List.copyOf(references);
    }
}
