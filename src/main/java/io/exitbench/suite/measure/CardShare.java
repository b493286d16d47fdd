package io.exitbench.suite.measure;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a measuring process has to do where several cards share a suite.
 *
 * @param cards how many share the blocks
 * @param card that the process runs on, by number, if there are several
 * @param blocks that it measures; none: completions alone; empty: all, and more if they are needed
 */
record CardShare(int cards, OptionalInt card, Optional<List<Integer>> blocks) {
    /** One card, or none: everything. */
    static final CardShare WHOLE = new CardShare(1, OptionalInt.empty(), Optional.empty());

    /**
     * @param planned blocks
     * @return so many that each card has as many, at least the planned ones
     */
    int balanced(int planned) {
        return (planned + cards - 1) / cards * cards;
    }

    /** Whether completions are all that is wanted. */
    boolean isQualityAlone() {
        return blocks.isPresent() && blocks.get().isEmpty();
    }
}
