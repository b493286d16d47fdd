package io.exitbench.model;

import io.exitbench.ExitBenchException;
import io.exitbench.model.weights.SafetensorsWriter;
import io.exitbench.model.weights.StorageType;
import io.exitbench.model.weights.TensorInfo;
import io.exitbench.model.weights.WeightSource;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes a trained decoder in Hugging Face's format: the names and shapes of the checkpoint it came
 * from, so that transformers loads it like that one.
 */
public final class CheckpointWriter {
    private static final List<String> SMALL_FILES =
            List.of(
                    "config.json",
                    "generation_config.json",
                    "tokenizer.json",
                    "tokenizer_config.json",
                    "special_tokens_map.json",
                    "added_tokens.json",
                    "vocab.json",
                    "merges.txt");

    private CheckpointWriter() {}

    /**
     * Copies configuration and tokenizer and writes {@code model.safetensors}.
     *
     * @param decoder whose weights are written
     * @param folder that exists
     * @param type storage type of the weights; empty if the decoder was not trained: each stays as
     *     it is stored
     * @throws ExitBenchException if the folder cannot be written
     */
    public static void write(TrainableDecoder decoder, Path folder, Optional<StorageType> type) {
        Path source = decoder.checkpoint().folder();
        copySmallFiles(source, folder);
        TrainedTensors trained = decoder.trained();
        try (WeightSource base = WeightSource.open(source)) {
            List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
            for (String name : base.names()) {
                TensorInfo info = base.info(name);
                tensors.add(
                        new SafetensorsWriter.Tensor(name, type.orElse(info.type()), info.shape()));
            }
            try (SafetensorsWriter writer =
                    SafetensorsWriter.create(folder.resolve("model.safetensors"), tensors)) {
                for (String name : base.names()) {
                    writer.append(name, FloatBuffer.wrap(values(base, trained, name)));
                }
                writer.commit();
            }
        }
    }

    private static float[] values(WeightSource base, TrainedTensors trained, String name) {
        float[] known = trained.values(name);
        if (known != null) {
            return known;
        }
        // What the decoder does not use stays as it was.
        float[] values = new float[Math.toIntExact(base.info(name).elements())];
        base.readFloats(name, 0, FloatBuffer.wrap(values));
        return values;
    }

    private static void copySmallFiles(Path source, Path folder) {
        try {
            for (String name : SMALL_FILES) {
                if (Files.exists(source.resolve(name))) {
                    Files.copy(
                            source.resolve(name),
                            folder.resolve(name),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new ExitBenchException(
                    folder + " cannot be written; check the disk and its permissions.", e);
        }
    }
}
