package io.exitbench.model;

import java.nio.file.Path;
import java.util.Set;

/** A model that can be brought onto a device: from files, or with random weights for timing. */
public sealed interface LoadableModel permits Checkpoint, RandomModel {
    /**
     * @return as reports call it
     */
    String name();

    /**
     * @return the architecture
     */
    ModelConfig config();

    /**
     * @return whether its output means anything; if not, results carry no quality
     */
    boolean hasMeaning();

    /**
     * @return where the tokenizer's files are
     */
    Path tokenizerFolder();

    /**
     * @return tokens that end a text, as the model's makers say; may be empty
     */
    Set<Integer> endTokens();

    /**
     * @return the tokenizer, which the caller closes
     */
    default CodeTokenizer tokenizer() {
        return CodeTokenizer.read(tokenizerFolder(), config());
    }

    /**
     * Loads the weights.
     *
     * @param options device, compute type and window
     * @return the decoder, which the caller closes
     * @throws io.exitbench.ExitBenchException if the weight files are damaged or do not fit
     */
    DecoderModel load(DecoderOptions options);

    /**
     * @return identifies the weights
     */
    String digest();
}
