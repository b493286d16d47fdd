package io.exitbench.decode;

import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.SampleContext;

/** Greedy decoding of one completion after another, in which a strategy may leave layers out. */
public interface TokenDecoder extends AutoCloseable {
    /**
     * Completes a prompt.
     *
     * @param prompt at least one token, the earliest cut off by the caller if it is too long
     * @param limit when to end
     * @param strategy asked at each exit layer
     * @param sample passed on to the strategy
     * @return the completion
     * @throws io.exitbench.ExitBenchException if prompt and completion do not fit the model's
     *     window
     */
    Completion complete(
            int[] prompt, CompletionLimit limit, ExitStrategy strategy, SampleContext sample);

    /**
     * Goes through a given text as if it had been generated (teacher forcing): every token is
     * predicted from the text before it, whatever was predicted there. So all strategies do the
     * same tokens, and none gains by ending a text too early. A strategy that would end it leaves
     * the token there instead, and has predicted nothing.
     *
     * @param prompt at least one token
     * @param text what follows it, at least one token
     * @param strategy asked at each exit layer; the text's tokens are its outcomes
     * @param sample passed on to the strategy
     * @return what was predicted, -1 for nothing, and all else as for {@link #complete}
     * @throws io.exitbench.ExitBenchException if prompt and text do not fit the model's window
     */
    Completion follow(int[] prompt, int[] text, ExitStrategy strategy, SampleContext sample);

    /**
     * The same as {@link #follow} right after a completion of the same prompt, whose keys and
     * values are used again where the policy lets them be. Ledger and predictions are those of
     * {@link #follow}; times are not.
     *
     * @param prompt of the last completion
     * @param text what follows it, at least one token
     * @param strategy asked at each exit layer
     * @param sample passed on to the strategy
     * @return as for {@link #follow}
     */
    Completion followAgain(int[] prompt, int[] text, ExitStrategy strategy, SampleContext sample);

    @Override
    void close();
}
