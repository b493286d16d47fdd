package io.exitbench.strategy;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Decoding whose tokens equal full depth: where the strategy leaves early its token is a draft, and
 * drafts are kept or thrown away once a later token, or the end, has taken them through the layers
 * that they skipped (LayerSkip, arXiv 2404.16710; AdaDecode, arXiv 2506.03700).
 *
 * @param length makes, for each completion, what says how many drafts there are at most
 * @param guess drafts without running any layer, from the text alone
 */
public record Lossless(Supplier<DraftLength> length, Guess guess) {

    /** A draft from the text alone. */
    @FunctionalInterface
    public interface Guess {
        /** Never guesses. */
        Guess NONE = (text, tokens) -> OptionalInt.empty();

        /**
         * @param text prompt and what was written after it, drafts included; longer than it is full
         * @param tokens that the text has
         * @return the next token, if there is a guess
         */
        OptionalInt next(int[] text, int tokens);
    }

    /** Checks. */
    public Lossless {
        Objects.requireNonNull(length, "length");
        Objects.requireNonNull(guess, "guess");
    }
}
