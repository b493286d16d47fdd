package io.exitbench.dataset;

/**
 * A file that is not in the data.
 *
 * @param path as the data name it
 * @param reason in a few words
 */
public record RejectedFile(String path, String reason) {}
