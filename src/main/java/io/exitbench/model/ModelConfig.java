package io.exitbench.model;

import java.util.OptionalInt;

/** What {@code config.json} says of a decoder: everything that fixes its arithmetic. */
public interface ModelConfig {
    /**
     * Everything that is known of the decoder beside its weights. A digest of weights does not tell
     * two configurations apart, which may differ in as little as the base of their rotary
     * embedding.
     *
     * @return the same for equal configurations, in every run of Java
     */
    default String text() {
        return toString();
    }

    /**
     * @return the methods and weights that compute it
     */
    Architecture architecture();

    /**
     * @return decoder layers, at least 1; the last is the deepest exit
     */
    int layers();

    /**
     * @return width of a hidden state
     */
    int hiddenSize();

    /**
     * @return width of what the LM head multiplies: a hidden state after the final norm and, in
     *     OPT-350M, a projection
     */
    default int headInputSize() {
        return hiddenSize();
    }

    /**
     * @param normalised whether after the final norm
     * @return width of a state as nets look at it
     */
    default int stateSize(boolean normalised) {
        return normalised ? headInputSize() : hiddenSize();
    }

    /**
     * @return query heads
     */
    int heads();

    /**
     * @return key and value heads; fewer than {@link #heads()} with grouped-query attention
     */
    int keyValueHeads();

    /**
     * @return width of one head
     */
    int headSize();

    /**
     * @return which layers see only the last tokens
     */
    default SlidingWindow slidingWindow() {
        return SlidingWindow.NONE;
    }

    /**
     * The end token that transformers writes into a configuration where nobody has chosen one. In a
     * smaller vocabulary it means nothing.
     *
     * @return default of the architecture's class there, unless every vocabulary has it
     */
    default OptionalInt defaultEndToken() {
        return OptionalInt.empty();
    }

    /**
     * @return entries of the vocabulary
     */
    int vocabularySize();

    /**
     * @return positions the model was made for, prompt and completion together
     */
    int maxPositions();

    /**
     * Multiply-adds of one token in one decoder layer, without attention over the cache.
     *
     * @return weights that a token meets in a layer's matrix products
     */
    long layerMultiplyAdds();

    /**
     * Multiply-adds of one token in the key and value projections of one layer.
     *
     * @return weights of both projections, a part of the layer's
     */
    default long projectionMultiplyAdds() {
        return 2L * keyValueHeads() * headSize() * hiddenSize();
    }

    /**
     * Multiply-adds of one token in the LM head, with the projection before it if there is one and
     * without an exit's own block.
     *
     * @return weights that a token meets on the way to its logits
     */
    default long headMultiplyAdds() {
        return (long) hiddenSize() * vocabularySize();
    }
}
