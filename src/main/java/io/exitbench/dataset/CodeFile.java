package io.exitbench.dataset;

/**
 * A source file.
 *
 * @param path relative, unique in its data set, with forward slashes
 * @param content bytes as stored
 */
public record CodeFile(String path, byte[] content) {}
