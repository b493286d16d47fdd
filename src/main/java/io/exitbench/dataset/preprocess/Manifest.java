package io.exitbench.dataset.preprocess;

import io.exitbench.dataset.RejectedFile;
import io.exitbench.dataset.Split;
import io.exitbench.dataset.hygiene.SplitOverlap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a preprocessed data set is; written last.
 *
 * @param name of the data set
 * @param language of its files
 * @param source digest of what it was made from
 * @param literals digest of the literals that stayed visible
 * @param rejected files that the tokenizer rejected, or that were listed and missing
 * @param rejections the first of them by name
 * @param files in each split
 * @param digests of each split
 * @param overlaps between the splits
 * @param duplicates paths of evaluation files that belong to what is learnt from
 */
record Manifest(
        String name,
        String language,
        String source,
        String literals,
        int rejected,
        List<RejectedFile> rejections,
        Map<Split, Integer> files,
        Map<Split, String> digests,
        List<SplitOverlap> overlaps,
        Set<String> duplicates) {}
