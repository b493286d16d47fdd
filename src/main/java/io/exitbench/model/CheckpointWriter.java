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
import java.util.function.BiFunction;

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
     * @throws IllegalArgumentException if the decoder did not come from a checkpoint
     * @throws ExitBenchException if the folder cannot be written
     */
    public static void write(TrainableDecoder decoder, Path folder, Optional<StorageType> type) {
        if (!(decoder.model() instanceof Checkpoint checkpoint)) {
            throw new IllegalArgumentException(
                    decoder.model().name()
                            + " has random weights, which nobody may take for trained.");
        }
        TrainedTensors trained = decoder.trained();
        write(checkpoint.folder(), folder, type, (base, name) -> values(base, trained, name));
    }

    /**
     * Copies configuration and tokenizer of a checkpoint and writes the mean of its weights and
     * another's: {@code share · other + (1 - share) · base}, computed in double precision, stored
     * as the other's are. Fine-tuned weights averaged with those they began from (WiSE-FT, arXiv
     * 2109.01903) keep more of what the base knows.
     *
     * @param base folder of the checkpoint that tuning began from
     * @param other folder of the tuned one, with tensors of the same names and shapes
     * @param share of the other's weights, in [0, 1]
     * @param folder that exists
     * @throws ExitBenchException if the two do not fit or the folder cannot be written
     */
    public static void writeMean(Path base, Path other, double share, Path folder) {
        try (WeightSource tuned = WeightSource.open(other);
                WeightSource start = WeightSource.open(base)) {
            write(
                    other,
                    folder,
                    Optional.empty(),
                    (source, name) -> {
                        if (!start.names().contains(name)
                                || !start.info(name).shape().equals(tuned.info(name).shape())) {
                            throw new ExitBenchException(
                                    "%s has no tensor %s as %s has it; name the checkpoint that it was"
                                                    .formatted(base, name, other)
                                            + " tuned from.");
                        }
                        return mean(values(start, name), values(tuned, name), share);
                    });
        }
    }

    private static float[] mean(float[] base, float[] tuned, double share) {
        float[] mean = new float[base.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (share * tuned[i] + (1 - share) * base[i]);
        }
        return mean;
    }

    private static void write(
            Path source,
            Path folder,
            Optional<StorageType> type,
            BiFunction<WeightSource, String, float[]> values) {
        copySmallFiles(source, folder);
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
                    writer.append(name, FloatBuffer.wrap(values.apply(base, name)));
                }
                writer.commit();
            }
        }
    }

    private static float[] values(WeightSource base, TrainedTensors trained, String name) {
        float[] known = trained.values(name);
        // What the decoder does not use stays as it was.
        return known != null ? known : values(base, name);
    }

    private static float[] values(WeightSource source, String name) {
        float[] values = new float[Math.toIntExact(source.info(name).elements())];
        source.readFloats(name, 0, FloatBuffer.wrap(values));
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
