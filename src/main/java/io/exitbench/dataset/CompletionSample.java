package io.exitbench.dataset;

import io.exitbench.ExitBenchException;

/**
 * A prompt and what should follow. Neither is blank: nothing can be completed from nothing, and
 * against nothing a completion that ends at once would be perfect.
 *
 * @param id unique in the data set
 * @param file it was cut from
 * @param prompt CodeXGLUE tokens joined by spaces, from {@code <s>} to the cut
 * @param reference the rest of the line in the same form
 * @param suffix what stands behind that in its file, in the same form; empty if it is not known
 */
public record CompletionSample(
        String id, String file, String prompt, String reference, String suffix) {
    /**
     * A sample of which nobody knows what follows.
     *
     * @param id unique in the data set
     * @param file it was cut from
     * @param prompt CodeXGLUE tokens joined by spaces, from {@code <s>} to the cut; not blank
     * @param reference the rest of the line in the same form; not blank
     */
    public CompletionSample(String id, String file, String prompt, String reference) {
        this(id, file, prompt, reference, "");
    }

    /** Refuses blank texts. */
    public CompletionSample {
        if (prompt.isBlank() || reference.isBlank()) {
            throw new ExitBenchException(
                    "Sample "
                            + id
                            + (prompt.isBlank() ? " has no prompt" : " has no answer")
                            + "; leave it out of exitbench.data.");
        }
    }
}
