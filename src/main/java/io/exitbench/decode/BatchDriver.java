package io.exitbench.decode;

import java.util.List;

/**
 * Runs the tokens of a batch through ranges of layers and keeps each completion's cache as the
 * policy demands: {@link LayerDriver} for several completions at once.
 */
interface BatchDriver extends AutoCloseable {
    /**
     * Takes the prompts of new completions, without their last tokens.
     *
     * @param fresh in ascending order of slot
     */
    void prefill(List<BatchRow> fresh);

    /**
     * Starts the next token of every completion.
     *
     * @param active in ascending order of slot
     */
    void begin(List<BatchRow> active);

    /**
     * Runs all tokens that are still in the model to a layer.
     *
     * @param layer 1-based, deeper than the last call's
     */
    void runTo(int layer);

    /** The tokens that are still in the model. */
    Wave wave();

    /**
     * Tokens leave the model after the layer last run to. Those that neither leave nor stay are
     * thrown away with their completion.
     *
     * @param leaving indices in the wave
     * @param staying indices in the wave, ascending
     */
    void leave(int[] leaving, int[] staying);

    /** A completion has come to its end. */
    void release(BatchRow row);

    @Override
    void close();
}
