package io.exitbench.dataset.source;

import io.exitbench.dataset.Split;

/**
 * A file before tokenisation.
 *
 * @param path unique in the data set
 * @param split it belongs to
 * @param position in the list of its split, from 0; 0 for all where there is no list. Files of
 *     equal position are ordered by their paths
 * @param content as stored
 */
public record SourceFile(String path, Split split, int position, byte[] content) {}
