package io.exitbench.model;

import io.exitbench.ExitBenchException;
import io.exitbench.model.weights.FileDigests;
import io.exitbench.model.weights.WeightSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * A folder in Hugging Face format: {@code config.json}, weights, {@code tokenizer.json}.
 *
 * @param name as reports call it
 * @param folder where it is
 * @param config what {@code config.json} says
 * @param endTokens that end a text
 */
public record Checkpoint(String name, Path folder, ModelConfig config, Set<Integer> endTokens)
        implements LoadableModel {

    /**
     * Reads the configuration; weights and tokenizer are read when they are asked for.
     *
     * @param name as reports shall call it
     * @param folder with {@code config.json}
     * @return the checkpoint
     * @throws ExitBenchException if there is no usable configuration, or an end token that the
     *     model does not have
     */
    public static Checkpoint open(String name, Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ExitBenchException(
                    folder
                            + " is not a folder; exitbench.model takes a checkpoint's folder or name.");
        }
        ModelConfig config = ConfigReader.read(folder.resolve("config.json"));
        return new Checkpoint(name, folder, config, EndTokens.read(folder, config));
    }

    @Override
    public boolean hasMeaning() {
        return true;
    }

    @Override
    public Path tokenizerFolder() {
        return folder;
    }

    @Override
    public DecoderModel load(DecoderOptions options) {
        try (WeightSource weights = WeightSource.open(folder)) {
            StoredTensors tensors = new StoredTensors(folder, weights, config.architecture());
            return new DecoderModel(
                    config,
                    tensors,
                    options,
                    (manager, type) -> ExitBlocks.read(folder, config, manager, type));
        }
    }

    /** Exit blocks are weights too: over one frozen base, they alone tell two checkpoints apart. */
    @Override
    public String digest() {
        String base;
        try (WeightSource weights = WeightSource.open(folder)) {
            base = weights.digest();
        }
        Path blocks = folder.resolve(ExitBlocks.FILE);
        return Files.exists(blocks)
                ? FileDigests.combine(
                        Map.of("weights", base, ExitBlocks.FILE, new FileDigests().sha256(blocks)))
                : base;
    }
}
