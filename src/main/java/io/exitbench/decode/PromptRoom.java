package io.exitbench.decode;

import io.exitbench.ExitBenchException;

/** Whether a prompt and what is to follow fit a model. */
final class PromptRoom {
    private PromptRoom() {}

    /**
     * @throws ExitBenchException if they do not
     */
    static void require(int[] prompt, int newTokens, int window) {
        if (prompt.length == 0 || prompt.length + newTokens - 1 > window) {
            throw new ExitBenchException(
                    "A prompt of "
                            + prompt.length
                            + " tokens with "
                            + newTokens
                            + " new ones does not fit a window of "
                            + window
                            + " positions; shorten exitbench.context.");
        }
    }
}
