package io.exitbench.model;

/**
 * A Llama 2 or 3 decoder (arXiv 2307.09288, 2407.21783).
 *
 * @param layers decoder layers
 * @param hiddenSize width of a hidden state
 * @param heads query heads
 * @param keyValueHeads key and value heads, a divisor of {@code heads}
 * @param headSize width of one head
 * @param feedForwardSize width of the gate and up projections
 * @param vocabularySize entries of the vocabulary
 * @param maxPositions positions the model was trained for
 * @param epsilon of every RMS norm
 * @param rotary rotary position embedding
 * @param tiedEmbeddings whether the LM head is the embedding table
 */
public record LlamaConfig(
        int layers,
        int hiddenSize,
        int heads,
        int keyValueHeads,
        int headSize,
        int feedForwardSize,
        int vocabularySize,
        int maxPositions,
        double epsilon,
        RotaryEmbedding rotary,
        boolean tiedEmbeddings)
        implements ModelConfig {

    @Override
    public long layerMultiplyAdds() {
        long attention = (2L * heads + 2L * keyValueHeads) * headSize * hiddenSize;
        return attention + 3L * hiddenSize * feedForwardSize;
    }
}
