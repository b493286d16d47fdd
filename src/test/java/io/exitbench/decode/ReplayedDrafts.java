package io.exitbench.decode;

import io.exitbench.model.DecoderModel;
import io.exitbench.strategy.Lossless;

/** Lossless decoding whose drafts are told instead of predicted, at the cost of predicted ones. */
public final class ReplayedDrafts {
    private ReplayedDrafts() {}

    /** A draft in place of a predicted one. */
    @FunctionalInterface
    public interface Told {
        /**
         * @param index of the token in the completion
         * @param layer that it leaves after
         * @return the draft
         */
        int draft(int index, int layer);
    }

    /**
     * @param model that decodes
     * @param exits where drafts may leave
     * @param mode how they are made
     * @param told what they are
     * @return the decoder
     */
    public static TokenDecoder decoder(
            DecoderModel model, ExitLayers exits, Lossless mode, Told told) {
        return new LosslessDecoder(
                model, exits, mode, (index, layer, predicted) -> told.draft(index, layer));
    }
}
