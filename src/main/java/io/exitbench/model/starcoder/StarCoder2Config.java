package io.exitbench.model.starcoder;

import io.exitbench.model.Activation;
import io.exitbench.model.Architecture;
import io.exitbench.model.SlidingWindow;
import io.exitbench.model.rotary.DecoderShape;
import io.exitbench.model.rotary.RotaryConfig;
import io.exitbench.model.rotary.RotaryEmbedding;
import java.util.OptionalInt;

/**
 * A StarCoder2 decoder (arXiv 2402.19173): layer norms, rotary positions, grouped queries and a
 * feed-forward network without a gate.
 *
 * @param shape its sizes
 * @param epsilon of every layer norm
 * @param rotary rotary position embedding
 * @param tiedEmbeddings whether the LM head is the embedding table
 * @param biased whether products have biases
 * @param activation between the two feed-forward products
 * @param slidingWindow which layers see only the last tokens
 */
public record StarCoder2Config(
        DecoderShape shape,
        double epsilon,
        RotaryEmbedding rotary,
        boolean tiedEmbeddings,
        boolean biased,
        Activation activation,
        SlidingWindow slidingWindow)
        implements RotaryConfig {

    private static final int DEFAULT_END_TOKEN = 50_256;

    @Override
    public Architecture architecture() {
        return new StarCoder2Architecture(this);
    }

    @Override
    public OptionalInt defaultEndToken() {
        return OptionalInt.of(DEFAULT_END_TOKEN);
    }

    @Override
    public long layerMultiplyAdds() {
        return shape.attentionMultiplyAdds() + 2L * hiddenSize() * shape.feedForwardSize();
    }
}
