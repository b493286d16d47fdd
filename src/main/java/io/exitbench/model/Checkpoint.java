package io.exitbench.model;

import io.exitbench.ExitBenchException;
import io.exitbench.model.weights.WeightSource;
import java.nio.file.Files;
import java.nio.file.Path;

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

    @Override
    public String digest() {
        try (WeightSource weights = WeightSource.open(folder)) {
            return weights.digest();
        }
    }
}
