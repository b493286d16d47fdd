package io.exitbench.model;

import io.exitbench.model.weights.SafetensorsWriter;
import io.exitbench.model.weights.StorageType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Random checkpoints with settings that no golden has. */
public enum Variant {
    GALACTICA(
            """
            {"model_type": "opt", "activation_function": "gelu", "enable_bias": false,
             "layer_norm_elementwise_affine": false, "tie_word_embeddings": false, "ffn_dim": 40, "hidden_size": 24,
            """),
    LLAMA_BIASES(
            """
            {"model_type": "llama", "attention_bias": true, "mlp_bias": true,
             "intermediate_size": 40, "num_key_value_heads": 2, "hidden_size": 24,
            """),
    MISTRAL_WINDOW(
            """
            {"model_type": "mistral", "sliding_window": 5, "head_dim": 8,
             "intermediate_size": 40, "num_key_value_heads": 2, "hidden_size": 24,
            """),
    QWEN2_SOME_WINDOWS(
            """
            {"model_type": "qwen2", "use_sliding_window": true, "sliding_window": 4,
             "layer_types": ["full_attention", "sliding_attention", "full_attention"],
             "intermediate_size": 40, "num_key_value_heads": 4, "hidden_size": 24,
            """),
    QWEN3_BIASES(
            """
            {"model_type": "qwen3", "attention_bias": true, "use_sliding_window": true,
             "sliding_window": 6, "max_window_layers": 1, "head_dim": 10,
             "intermediate_size": 40, "num_key_value_heads": 1, "hidden_size": 24,
            """),
    STARCODER2_WITHOUT_BIASES(
            """
            {"model_type": "starcoder2", "use_bias": false, "tie_word_embeddings": false,
             "hidden_act": "gelu", "sliding_window": 3,
             "intermediate_size": 40, "num_key_value_heads": 2, "hidden_size": 24,
            """);

    private static final String SIZES =
            """
            "num_hidden_layers": 3, "num_attention_heads": 4, "vocab_size": 160,
            "max_position_embeddings": 64, "eos_token_id": 2}
            """;

    private final String config;

    Variant(String config) {
        this.config = config + SIZES;
    }

    /** Weights so large that attention is sharp and norms and biases matter. */
    public Checkpoint write(Path folder) {
        try {
            Files.writeString(folder.resolve("config.json"), config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Checkpoint checkpoint = Checkpoint.open(name(), folder);
        Architecture architecture = checkpoint.config().architecture();
        Set<Architecture.Slot> slots = new LinkedHashSet<>(architecture.globalSlots());
        for (int layer = 0; layer < checkpoint.config().layers(); layer++) {
            slots.addAll(architecture.layerSlots(layer));
        }
        List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
        for (Architecture.Slot slot : slots) {
            for (Architecture.Part part : slot.parts()) {
                String head =
                        part.name().startsWith("lm_head") ? "" : architecture.prefixes().get(0);
                List<Long> shape = new ArrayList<>();
                for (long size : part.shape()) {
                    shape.add(size);
                }
                tensors.add(
                        new SafetensorsWriter.Tensor(head + part.name(), StorageType.F32, shape));
            }
        }
        Random random = new Random(ordinal());
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(folder.resolve("model.safetensors"), tensors)) {
            tensors.forEach(
                    tensor ->
                            writer.append(tensor.name(), FloatBuffer.wrap(values(tensor, random))));
            writer.commit();
        }
        return checkpoint;
    }

    private static float[] values(SafetensorsWriter.Tensor tensor, Random random) {
        long count = tensor.shape().stream().reduce(1L, (a, b) -> a * b);
        float[] values = new float[(int) count];
        boolean gain = tensor.name().endsWith("norm.weight");
        for (int i = 0; i < values.length; i++) {
            values[i] = (gain ? 1 : 0) + 0.2f * (float) random.nextGaussian();
        }
        return values;
    }
}
