package io.exitbench.model.rotary;

import io.exitbench.model.ModelConfig;

/** A decoder with rotary position embeddings. */
public interface RotaryConfig extends ModelConfig {
    /**
     * @return its sizes
     */
    DecoderShape shape();

    /**
     * @return its position embedding
     */
    RotaryEmbedding rotary();

    /**
     * @return whether the LM head is the embedding table
     */
    boolean tiedEmbeddings();

    @Override
    default int layers() {
        return shape().layers();
    }

    @Override
    default int hiddenSize() {
        return shape().hiddenSize();
    }

    @Override
    default int heads() {
        return shape().heads();
    }

    @Override
    default int keyValueHeads() {
        return shape().keyValueHeads();
    }

    @Override
    default int headSize() {
        return shape().headSize();
    }

    @Override
    default int vocabularySize() {
        return shape().vocabularySize();
    }

    @Override
    default int maxPositions() {
        return shape().maxPositions();
    }
}
