package io.exitbench.finetune;

import io.exitbench.dataset.Split;
import io.exitbench.dataset.TokenFiles;
import io.exitbench.model.CodeTokenizer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The token ids that a model is tuned on.
 *
 * @param name of the data set
 * @param digest of the data set
 * @param files token ids of each file of the train split
 */
public record TrainingData(String name, String digest, List<int[]> files) {
    /**
     * Encodes the train split of a data set, one file at a time.
     *
     * @param data whose train split is taken
     * @param tokenizer of the model
     */
    public static TrainingData of(TokenFiles data, CodeTokenizer tokenizer) {
        return new TrainingData(
                data.name(),
                data.digest(),
                IntStream.range(0, data.paths(Split.TRAIN).size())
                        .mapToObj(i -> tokenizer.encode(data.file(Split.TRAIN, i).line()))
                        .toList());
    }
}
