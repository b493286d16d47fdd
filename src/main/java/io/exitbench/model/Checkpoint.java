package io.exitbench.model;

import io.exitbench.ExitBenchException;
import io.exitbench.model.weights.FileDigests;
import io.exitbench.model.weights.WeightSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A folder in Hugging Face format: {@code config.json}, weights, {@code tokenizer.json}.
 *
 * @param name as reports call it
 * @param folder where it is
 * @param config what {@code config.json} says
 */
public record Checkpoint(String name, Path folder, ModelConfig config) implements LoadableModel {

    /**
     * Reads the configuration; weights and tokenizer are read when they are asked for.
     *
     * @param name as reports shall call it
     * @param folder with {@code config.json}
     * @return the checkpoint
     * @throws ExitBenchException if there is no usable configuration
     */
    public static Checkpoint open(String name, Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ExitBenchException(
                    folder
                            + " is not a folder; exitbench.model takes a checkpoint's folder or name.");
        }
        return new Checkpoint(name, folder, ConfigReader.read(folder.resolve("config.json")));
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
            StoredTensors tensors =
                    new StoredTensors(
                            folder, weights, Architecture.of(config).prefixes(), options.type());
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
