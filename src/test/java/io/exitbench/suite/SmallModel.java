package io.exitbench.suite;

import io.exitbench.model.weights.SafetensorsWriter;
import io.exitbench.model.weights.StorageType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * An OPT with the layers and the tokenizer of {@code tiny-opt-code}, a hundredth of its weights and
 * no sense in them: for suites of which it does not matter what they write. Its layers change
 * little, so that tokens may leave early.
 */
public final class SmallModel {
    private static final String TOKENIZER = "/checkpoints/tiny-opt-code/tokenizer.json";
    private static final int LAYERS = 12;
    private static final int HIDDEN = 32;
    private static final int WIDE = 64;
    private static final int VOCABULARY = 8192;
    private static final int POSITIONS = 256;

    private final Random random = new Random(1);
    private final List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
    private final List<float[]> values = new ArrayList<>();

    private SmallModel() {}

    /**
     * @param cache folder to keep it in
     * @return its folder; the same weights every time
     */
    public static Path in(Path cache) {
        Path folder = cache.resolve("small-model");
        if (Files.isDirectory(folder)) {
            return folder;
        }
        try {
            Files.createDirectories(cache);
            Path partial = Files.createTempDirectory(cache, "model");
            new SmallModel().write(partial);
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
            return folder;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void write(Path folder) throws IOException {
        try (InputStream tokenizer = SmallModel.class.getResourceAsStream(TOKENIZER)) {
            Files.copy(tokenizer, folder.resolve("tokenizer.json"));
        }
        Files.writeString(
                folder.resolve("config.json"),
                """
                {"model_type": "opt", "activation_function": "relu", "do_layer_norm_before": true,
                 "hidden_size": %d, "ffn_dim": %d, "num_attention_heads": 2,
                 "num_hidden_layers": %d, "max_position_embeddings": %d, "vocab_size": %d,
                 "eos_token_id": 2}
                """
                        .formatted(HIDDEN, WIDE, LAYERS, POSITIONS, VOCABULARY));
        weights("embed_tokens", 0.1, VOCABULARY, HIDDEN);
        // The first two rows belong to padding.
        weights("embed_positions", 0.1, POSITIONS + 2, HIDDEN);
        norm("final_layer_norm");
        for (int layer = 0; layer < LAYERS; layer++) {
            String name = "layers." + layer + ".";
            for (String part : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
                dense(name + "self_attn." + part, HIDDEN, HIDDEN);
            }
            norm(name + "self_attn_layer_norm");
            norm(name + "final_layer_norm");
            dense(name + "fc1", WIDE, HIDDEN);
            dense(name + "fc2", HIDDEN, WIDE);
        }
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(folder.resolve("model.safetensors"), tensors)) {
            for (int i = 0; i < tensors.size(); i++) {
                writer.append(tensors.get(i).name(), FloatBuffer.wrap(values.get(i)));
            }
            writer.commit();
        }
    }

    private void dense(String name, int outputs, int inputs) {
        weights(name, 0.05, outputs, inputs);
        add(name + ".bias", new float[outputs], outputs);
    }

    private void norm(String name) {
        float[] ones = new float[HIDDEN];
        Arrays.fill(ones, 1);
        add(name + ".weight", ones, HIDDEN);
        add(name + ".bias", new float[HIDDEN], HIDDEN);
    }

    private void weights(String name, double deviation, int rows, int columns) {
        float[] drawn = new float[rows * columns];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = (float) (random.nextGaussian() * deviation);
        }
        add(name + ".weight", drawn, rows, columns);
    }

    private void add(String name, float[] content, long... shape) {
        List<Long> sizes = Arrays.stream(shape).boxed().toList();
        tensors.add(new SafetensorsWriter.Tensor("model.decoder." + name, StorageType.F32, sizes));
        values.add(content);
    }
}
