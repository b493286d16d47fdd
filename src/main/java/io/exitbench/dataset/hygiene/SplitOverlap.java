package io.exitbench.dataset.hygiene;

import io.exitbench.dataset.Split;

/**
 * How many files of one split occur in another.
 *
 * @param of split whose files are looked for
 * @param in split that is looked through
 * @param files files of the first
 * @param exact of them with an equal token line in the second
 * @param near further ones with an estimated similarity of at least 0.8 to a file of the second
 */
public record SplitOverlap(Split of, Split in, int files, int exact, int near) {}
