package io.exitbench.finetune;

import io.exitbench.dataset.Corpus;
import io.exitbench.dataset.Split;
import io.exitbench.model.CodeTokenizer;
import java.util.List;

/**
 * The token ids that a model is tuned on.
 *
 * @param name of the data set
 * @param digest of the data set
 * @param files token ids of each file of the train split
 */
public record TrainingData(String name, String digest, List<int[]> files) {
    /**
     * Encodes the train split of a corpus.
     *
     * @param corpus whose train split is taken
     * @param tokenizer of the model
     */
    public static TrainingData of(Corpus corpus, CodeTokenizer tokenizer) {
        return new TrainingData(
                corpus.name(),
                corpus.digest(),
                corpus.files(Split.TRAIN).stream()
                        .map(file -> tokenizer.encode(file.line()))
                        .toList());
    }
}
