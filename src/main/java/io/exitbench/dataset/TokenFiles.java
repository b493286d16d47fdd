package io.exitbench.dataset;

import io.exitbench.dataset.hygiene.SplitOverlap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Tokenised files of one language in three splits, in memory or on disk. */
public interface TokenFiles {
    /**
     * @return as reports call the data
     */
    String name();

    /**
     * @return language of all files
     */
    Language language();

    /**
     * @return files that the tokenizer rejected
     */
    int rejected();

    /**
     * @return the first of the rejected files, at most {@link Rejections#NAMED}
     */
    List<RejectedFile> rejections();

    /**
     * @param split to list
     * @return unique paths of its files, in the order of the data set
     */
    List<String> paths(Split split);

    /**
     * Where a file stood before others were rejected.
     *
     * @param split of the file
     * @param index in {@link #paths}
     * @return its number, from 0, in the list of the split's files as they were given; the same for
     *     all files where there is no such list
     */
    int position(Split split, int index);

    /**
     * @param split of the file
     * @param index in {@link #paths}
     * @return the file
     */
    TokenizedFile file(Split split, int index);

    /**
     * Reads a split into memory; PY150's train split needs several gigabytes.
     *
     * @param split to read
     * @return its files in the order of {@link #paths}
     */
    default List<TokenizedFile> files(Split split) {
        return files(split, Integer.MAX_VALUE);
    }

    /**
     * Reads the beginning of a split into memory.
     *
     * @param split to read
     * @param most files to read
     * @return its first files in the order of {@link #paths}
     */
    default List<TokenizedFile> files(Split split, int most) {
        return IntStream.range(0, Math.min(most, paths(split).size()))
                .mapToObj(i -> file(split, i))
                .toList();
    }

    /**
     * @return identifies the data, in hexadecimal
     */
    String digest();

    /**
     * @param split to identify
     * @return SHA-256 over the paths and token lines of its files, in hexadecimal
     */
    String digest(Split split);

    /**
     * @return files that occur in more than one split
     */
    List<SplitOverlap> overlaps();

    /**
     * @return paths of the evaluation files that belong to what is learnt from, by {@link
     *     io.exitbench.dataset.hygiene.Duplicates#toLeaveOut}
     */
    Set<String> duplicates();

    /**
     * @return whether they come with the project
     */
    default boolean isEmbedded() {
        return false;
    }
}
