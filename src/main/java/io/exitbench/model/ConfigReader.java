package io.exitbench.model;

import io.exitbench.ExitBenchException;
import java.nio.file.Path;

/** Reads {@code config.json} of a checkpoint; nothing else decides the architecture. */
public final class ConfigReader {
    private final ConfigFields fields;

    private ConfigReader(ConfigFields fields) {
        this.fields = fields;
    }

    /**
     * Reads and checks a configuration.
     *
     * @param file {@code config.json}
     * @return the architecture
     * @throws ExitBenchException if the file is missing, malformed or of another architecture
     */
    public static ModelConfig read(Path file) {
        return new ConfigReader(ConfigFields.read(file)).config();
    }

    private ModelConfig config() {
        String type = fields.text("model_type", "");
        return switch (type) {
            case "opt" -> opt();
            case "llama" -> llama();
            default ->
                    throw new ExitBenchException(
                            fields
                                    + " has model_type \""
                                    + type
                                    + "\"; opt and llama are supported.");
        };
    }

    private OptConfig opt() {
        fields.require("activation_function", "relu");
        fields.require("enable_bias", "true");
        fields.require("layer_norm_elementwise_affine", "true");
        fields.require("tie_word_embeddings", "true");
        boolean preNorm = fields.flag("do_layer_norm_before", true);
        int hidden = fields.positive("hidden_size");
        OptConfig config =
                new OptConfig(
                        fields.positive("num_hidden_layers"),
                        hidden,
                        fields.positive("num_attention_heads"),
                        fields.positive("ffn_dim"),
                        fields.positive("word_embed_proj_dim", hidden),
                        fields.positive("vocab_size"),
                        fields.positive("max_position_embeddings"),
                        preNorm,
                        preNorm && !fields.flag("_remove_final_layer_norm", false));
        divides("num_attention_heads", config.heads(), "hidden_size", hidden);
        return config;
    }

    private LlamaConfig llama() {
        fields.require("hidden_act", "silu");
        fields.require("attention_bias", "false");
        fields.require("mlp_bias", "false");
        int hidden = fields.positive("hidden_size");
        int heads = fields.positive("num_attention_heads");
        int keyValueHeads = fields.positive("num_key_value_heads", heads);
        divides("num_key_value_heads", keyValueHeads, "num_attention_heads", heads);
        if (fields.get("head_dim").isEmpty()) {
            divides("num_attention_heads", heads, "hidden_size", hidden);
        }
        int headSize = fields.positive("head_dim", hidden / heads);
        if (headSize % 2 != 0) {
            throw new ExitBenchException(
                    fields
                            + " has an odd head size, which rotary embeddings cannot use; check it.");
        }
        return new LlamaConfig(
                fields.positive("num_hidden_layers"),
                hidden,
                heads,
                keyValueHeads,
                headSize,
                fields.positive("intermediate_size"),
                fields.positive("vocab_size"),
                fields.positive("max_position_embeddings"),
                fields.number("rms_norm_eps", 1e-6),
                RotaryReader.read(fields),
                fields.flag("tie_word_embeddings", false));
    }

    private void divides(String partKey, int part, String wholeKey, int whole) {
        if (whole % part != 0) {
            throw new ExitBenchException(
                    fields
                            + ": "
                            + partKey
                            + " = "
                            + part
                            + " does not divide "
                            + wholeKey
                            + " = "
                            + whole
                            + "; the file is damaged.");
        }
    }
}
