package io.exitbench.dataset;

/**
 * A prompt and what should follow.
 *
 * @param id unique in the data set
 * @param file it was cut from
 * @param prompt CodeXGLUE tokens joined by spaces, from {@code <s>} to the cut
 * @param reference the rest of the line in the same form
 */
public record CompletionSample(String id, String file, String prompt, String reference) {}
