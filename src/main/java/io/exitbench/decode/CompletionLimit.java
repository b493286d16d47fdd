package io.exitbench.decode;

import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * When a completion ends.
 *
 * @param newTokens at most this many tokens, at least 1
 * @param ends for each completion, what is asked once for each of its tokens, in order: whether it
 *     is the last one. What ends a text may be spelled by several tokens.
 */
public record CompletionLimit(int newTokens, Supplier<IntPredicate> ends) {
    /**
     * @param newTokens at most this many tokens, at least 1
     * @param ends whether a token is the last one, whatever stands before it
     */
    public CompletionLimit(int newTokens, IntPredicate ends) {
        this(newTokens, () -> ends);
    }
}
