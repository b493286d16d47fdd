package io.exitbench.finetune;

import io.exitbench.model.Checkpoint;
import io.exitbench.model.weights.SafetensorsWriter;
import io.exitbench.model.weights.StorageType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A random OPT checkpoint of two layers whose weights are large enough for attention to be sharp
 * and norms and biases to matter.
 */
final class TinyOpt {
    static final int LAYERS = 2;
    static final int HEADS = 2;
    static final int VOCABULARY = 24;
    private static final int HIDDEN = 16;
    private static final int WIDE = 24;
    private static final int POSITIONS = 12;

    private TinyOpt() {}

    static Checkpoint write(Path folder, long seed) {
        Map<String, List<Long>> shapes = shapes();
        Random random = new Random(seed);
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(
                        folder.resolve("model.safetensors"),
                        shapes.entrySet().stream()
                                .map(
                                        entry ->
                                                new SafetensorsWriter.Tensor(
                                                        entry.getKey(),
                                                        StorageType.F32,
                                                        entry.getValue()))
                                .toList())) {
            shapes.forEach(
                    (name, shape) ->
                            writer.append(name, FloatBuffer.wrap(values(name, shape, random))));
            writer.commit();
        }
        try {
            Files.writeString(folder.resolve("config.json"), config());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Checkpoint.open("tiny", folder);
    }

    private static float[] values(String name, List<Long> shape, Random random) {
        float[] values =
                new float
                        [(int)
                                shape.stream()
                                        .mapToLong(Long::longValue)
                                        .reduce(1, (a, b) -> a * b)];
        boolean gain = name.endsWith("norm.weight");
        for (int i = 0; i < values.length; i++) {
            values[i] = (gain ? 1 : 0) + 0.3f * (float) random.nextGaussian();
        }
        return values;
    }

    private static Map<String, List<Long>> shapes() {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        String prefix = "model.decoder.";
        long hidden = HIDDEN;
        shapes.put(prefix + "embed_tokens.weight", List.of((long) VOCABULARY, hidden));
        shapes.put(prefix + "embed_positions.weight", List.of(POSITIONS + 2L, hidden));
        vector(shapes, prefix + "final_layer_norm", hidden);
        for (int layer = 0; layer < LAYERS; layer++) {
            String name = prefix + "layers." + layer + ".";
            for (String part : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
                linear(shapes, name + "self_attn." + part, hidden, hidden);
            }
            vector(shapes, name + "self_attn_layer_norm", hidden);
            vector(shapes, name + "final_layer_norm", hidden);
            linear(shapes, name + "fc1", WIDE, hidden);
            linear(shapes, name + "fc2", hidden, WIDE);
        }
        return shapes;
    }

    private static void vector(Map<String, List<Long>> shapes, String name, long size) {
        shapes.put(name + ".weight", List.of(size));
        shapes.put(name + ".bias", List.of(size));
    }

    private static void linear(Map<String, List<Long>> shapes, String name, long out, long in) {
        shapes.put(name + ".weight", List.of(out, in));
        shapes.put(name + ".bias", List.of(out));
    }

    private static String config() {
        return """
        {"model_type": "opt", "architectures": ["OPTForCausalLM"], "activation_function": "relu",
         "do_layer_norm_before": true, "enable_bias": true, "hidden_size": %d,
         "word_embed_proj_dim": %d, "ffn_dim": %d, "num_attention_heads": %d,
         "num_hidden_layers": %d, "max_position_embeddings": %d, "vocab_size": %d,
         "bos_token_id": 2, "eos_token_id": 2, "pad_token_id": 1, "tie_word_embeddings": true}
        """
                .formatted(HIDDEN, HIDDEN, WIDE, HEADS, LAYERS, POSITIONS, VOCABULARY);
    }
}
