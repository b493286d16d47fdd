package io.exitbench.decode;

import io.exitbench.model.HiddenState;

/**
 * Runs the current token through ranges of layers and keeps the cache as its policy demands. For
 * each sample {@link #prefill} once, then for each token {@link #begin}, {@link #runTo} with rising
 * layers, and {@link #finish}.
 */
interface LayerDriver extends AutoCloseable {
    /**
     * Takes the prompt without its last token, which is the first to be decided upon.
     *
     * @param prompt may be empty
     */
    void prefill(int[] prompt);

    /**
     * Goes back to the end of the prompt, if what has followed it changed nothing of what the
     * prompt left behind.
     *
     * @param tokens of the prompt without its last one
     * @return whether it did; if not, the prompt has to be taken again
     */
    boolean rewind(int tokens);

    /**
     * Starts the next token.
     *
     * @param token its id
     */
    void begin(int token);

    /**
     * Runs the token to a layer.
     *
     * @param layer 1-based, deeper than the last call's
     * @return the token's hidden state after that layer, one row; owned by the driver and valid
     *     until the next token begins
     */
    HiddenState runTo(int layer);

    /** The token leaves the model after the layer last run to. */
    void finish();

    @Override
    void close();
}
