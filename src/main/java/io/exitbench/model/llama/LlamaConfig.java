package io.exitbench.model.llama;

import io.exitbench.model.Architecture;
import io.exitbench.model.SlidingWindow;
import io.exitbench.model.rotary.DecoderShape;
import io.exitbench.model.rotary.RotaryConfig;
import io.exitbench.model.rotary.RotaryEmbedding;

/**
 * A decoder of Llama's kind: RMS norms (arXiv 1910.07467), rotary positions and a feed-forward
 * network with a gate (SwiGLU, arXiv 2002.05202). Its descendants differ in what is added.
 *
 * @param shape its sizes
 * @param epsilon of every RMS norm
 * @param rotary rotary position embedding
 * @param tiedEmbeddings whether the LM head is the embedding table
 * @param biases which products have biases
 * @param headNorms whether each head of queries and keys is normalised before it is rotated
 * @param slidingWindow which layers see only the last tokens
 */
public record LlamaConfig(
        DecoderShape shape,
        double epsilon,
        RotaryEmbedding rotary,
        boolean tiedEmbeddings,
        Biases biases,
        boolean headNorms,
        SlidingWindow slidingWindow)
        implements RotaryConfig {

    /**
     * Which products have biases.
     *
     * @param projections those to queries, keys and values
     * @param attentionOutput the one behind attention
     * @param feedForward those of the feed-forward network
     */
    public record Biases(boolean projections, boolean attentionOutput, boolean feedForward) {
        /** None, as in all Llamas that Meta published. */
        public static final Biases NONE = new Biases(false, false, false);
    }

    /**
     * A Llama with nothing added.
     *
     * @param shape sizes
     * @param epsilon of every RMS norm
     * @param rotary rotary position embedding
     * @param tiedEmbeddings whether the LM head is the embedding table
     */
    public LlamaConfig(
            DecoderShape shape, double epsilon, RotaryEmbedding rotary, boolean tiedEmbeddings) {
        this(shape, epsilon, rotary, tiedEmbeddings, Biases.NONE, false, SlidingWindow.NONE);
    }

    @Override
    public Architecture architecture() {
        return new LlamaArchitecture(this);
    }

    @Override
    public long layerMultiplyAdds() {
        return shape.attentionMultiplyAdds() + 3L * hiddenSize() * shape.feedForwardSize();
    }
}
