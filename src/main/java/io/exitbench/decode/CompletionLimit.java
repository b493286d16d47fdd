package io.exitbench.decode;

import java.util.function.IntPredicate;

/**
 * When a completion ends.
 *
 * @param newTokens at most this many tokens, at least 1
 * @param ends whether a generated token is the last one
 */
public record CompletionLimit(int newTokens, IntPredicate ends) {}
