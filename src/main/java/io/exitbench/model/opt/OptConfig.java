package io.exitbench.model.opt;

import io.exitbench.model.Activation;
import io.exitbench.model.Architecture;
import io.exitbench.model.ModelConfig;

/**
 * An OPT decoder (arXiv 2205.01068), or a Galactica (arXiv 2211.09085), which has its form.
 *
 * @param layers decoder layers
 * @param hiddenSize width of a hidden state
 * @param heads attention heads
 * @param feedForwardSize width between the two feed-forward products
 * @param embeddingSize width of a token embedding; OPT-350M projects it to the hidden size
 * @param vocabularySize entries of the vocabulary
 * @param maxPositions learned positions
 * @param preNorm whether layers normalise their input (all but OPT-350M)
 * @param finalNorm whether a norm stands before the LM head
 * @param tiedEmbeddings whether the LM head is the embedding table
 * @param activation between the two feed-forward products
 * @param biased whether products have biases
 * @param affineNorms whether norms have gains and biases
 */
public record OptConfig(
        int layers,
        int hiddenSize,
        int heads,
        int feedForwardSize,
        int embeddingSize,
        int vocabularySize,
        int maxPositions,
        boolean preNorm,
        boolean finalNorm,
        boolean tiedEmbeddings,
        Activation activation,
        boolean biased,
        boolean affineNorms)
        implements ModelConfig {

    /** The epsilon of every layer norm; OPT's configuration has no key for it. */
    static final double EPSILON = 1e-5;

    /**
     * An OPT as Meta published them: tied embeddings, ReLU, biases and affine norms.
     *
     * @param layers decoder layers
     * @param hiddenSize width of hidden states
     * @param heads attention heads
     * @param feedForwardSize width between the two feed-forward products
     * @param embeddingSize width of a token embedding
     * @param vocabularySize entries of the vocabulary
     * @param maxPositions learned positions
     * @param preNorm whether layers normalise their input
     * @param finalNorm whether a norm stands before the LM head
     */
    public OptConfig(
            int layers,
            int hiddenSize,
            int heads,
            int feedForwardSize,
            int embeddingSize,
            int vocabularySize,
            int maxPositions,
            boolean preNorm,
            boolean finalNorm) {
        this(
                layers,
                hiddenSize,
                heads,
                feedForwardSize,
                embeddingSize,
                vocabularySize,
                maxPositions,
                preNorm,
                finalNorm,
                true,
                Activation.RELU,
                true,
                true);
    }

    @Override
    public Architecture architecture() {
        return new OptArchitecture(this);
    }

    @Override
    public int keyValueHeads() {
        return heads;
    }

    @Override
    public int headSize() {
        return hiddenSize / heads;
    }

    /**
     * @return whether embeddings are projected to the hidden size and back
     */
    public boolean projects() {
        return embeddingSize != hiddenSize;
    }

    @Override
    public int headInputSize() {
        return embeddingSize;
    }

    @Override
    public long headMultiplyAdds() {
        long projection = projects() ? (long) hiddenSize * embeddingSize : 0;
        return projection + (long) embeddingSize * vocabularySize;
    }

    @Override
    public long layerMultiplyAdds() {
        return 4L * hiddenSize * hiddenSize + 2L * hiddenSize * feedForwardSize;
    }
}
