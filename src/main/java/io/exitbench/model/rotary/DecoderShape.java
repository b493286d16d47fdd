package io.exitbench.model.rotary;

import io.exitbench.ExitBenchException;
import io.exitbench.model.ConfigFields;

/**
 * The sizes of a decoder with grouped queries, as all such configurations spell them.
 *
 * @param layers decoder layers
 * @param hiddenSize width of a hidden state
 * @param heads query heads
 * @param keyValueHeads key and value heads, a divisor of {@code heads}
 * @param headSize width of one head, even
 * @param feedForwardSize width between the feed-forward products
 * @param vocabularySize entries of the vocabulary
 * @param maxPositions positions the model was trained for
 */
public record DecoderShape(
        int layers,
        int hiddenSize,
        int heads,
        int keyValueHeads,
        int headSize,
        int feedForwardSize,
        int vocabularySize,
        int maxPositions) {

    /**
     * What transformers takes for what a configuration does not say.
     *
     * @param keyValueHeads key and value heads; 0 for as many as query heads
     * @param headSize width of a head; 0 for the hidden size divided by the heads
     */
    public record Defaults(int keyValueHeads, int headSize) {
        /** Sizes that follow from the others. */
        public static final Defaults DERIVED = new Defaults(0, 0);
    }

    /**
     * Reads and checks the sizes.
     *
     * @param config of a model with rotary embeddings
     * @param defaults of its architecture
     * @return the sizes
     * @throws ExitBenchException if one is missing, or they do not fit together
     */
    public static DecoderShape read(ConfigFields config, Defaults defaults) {
        int hidden = config.positive("hidden_size");
        int heads = config.positive("num_attention_heads");
        int absent = defaults.keyValueHeads() > 0 ? defaults.keyValueHeads() : heads;
        int keyValueHeads = config.positive("num_key_value_heads", absent, heads);
        config.requireDivides("num_key_value_heads", keyValueHeads, "num_attention_heads", heads);
        boolean derived = config.get("head_dim").isEmpty() && defaults.headSize() == 0;
        if (derived) {
            config.requireDivides("num_attention_heads", heads, "hidden_size", hidden);
        }
        int headSize = derived ? hidden / heads : config.positive("head_dim", defaults.headSize());
        if (headSize % 2 != 0) {
            throw new ExitBenchException(
                    config
                            + " has an odd head size, which rotary embeddings cannot use; check it.");
        }
        return new DecoderShape(
                config.positive("num_hidden_layers"),
                hidden,
                heads,
                keyValueHeads,
                headSize,
                config.positive("intermediate_size"),
                config.positive("vocab_size"),
                config.positive("max_position_embeddings"));
    }

    /**
     * @return rows of the query projection
     */
    public long queryRows() {
        return (long) heads * headSize;
    }

    /**
     * @return rows of the key projection, and of the value projection
     */
    public long keyRows() {
        return (long) keyValueHeads * headSize;
    }

    /**
     * @return multiply-adds of one token in a layer's four attention projections
     */
    public long attentionMultiplyAdds() {
        return 2 * (queryRows() + keyRows()) * hiddenSize;
    }
}
