package io.exitbench.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads {@code config.json} of a checkpoint; nothing else decides the architecture. */
public final class ConfigReader {
    private static final long LARGEST_FILE = 1 << 20;

    private final Path file;
    private final JsonObject json;

    private ConfigReader(Path file, JsonObject json) {
        this.file = file;
        this.json = json;
    }

    /**
     * Reads and checks a configuration.
     *
     * @param file {@code config.json}
     * @return the architecture
     * @throws ExitBenchException if the file is missing, malformed or of another architecture
     */
    public static ModelConfig read(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new ExitBenchException(
                        file
                                + " is larger than 1 MiB and so no model configuration; check the path.");
            }
            JsonElement json = JsonParser.parseString(Files.readString(file));
            return new ConfigReader(file, json.getAsJsonObject()).config();
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw new ExitBenchException(
                    file
                            + " cannot be read as a model configuration; give a folder in Hugging Face"
                            + " format with a valid config.json.",
                    e);
        }
    }

    private ModelConfig config() {
        String type = text("model_type", "");
        return switch (type) {
            case "opt" -> opt();
            case "llama" -> llama();
            default ->
                    throw new ExitBenchException(
                            file
                                    + " has model_type \""
                                    + type
                                    + "\"; opt and llama are supported.");
        };
    }

    private OptConfig opt() {
        require("activation_function", "relu");
        require("enable_bias", "true");
        require("layer_norm_elementwise_affine", "true");
        require("tie_word_embeddings", "true");
        boolean preNorm = flag("do_layer_norm_before", true);
        int hidden = positive("hidden_size");
        OptConfig config =
                new OptConfig(
                        positive("num_hidden_layers"),
                        hidden,
                        positive("num_attention_heads"),
                        positive("ffn_dim"),
                        json.has("word_embed_proj_dim") ? positive("word_embed_proj_dim") : hidden,
                        positive("vocab_size"),
                        positive("max_position_embeddings"),
                        preNorm,
                        preNorm && !flag("_remove_final_layer_norm", false));
        divides("num_attention_heads", config.heads(), "hidden_size", hidden);
        return config;
    }

    private LlamaConfig llama() {
        require("hidden_act", "silu");
        require("attention_bias", "false");
        require("mlp_bias", "false");
        int hidden = positive("hidden_size");
        int heads = positive("num_attention_heads");
        int keyValueHeads =
                json.has("num_key_value_heads") ? positive("num_key_value_heads") : heads;
        divides("num_key_value_heads", keyValueHeads, "num_attention_heads", heads);
        boolean ownHeadSize = json.has("head_dim") && !json.get("head_dim").isJsonNull();
        int headSize = ownHeadSize ? positive("head_dim") : hidden / heads;
        if (headSize % 2 != 0) {
            throw new ExitBenchException(
                    file + " has an odd head size, which rotary embeddings cannot use; check it.");
        }
        return new LlamaConfig(
                positive("num_hidden_layers"),
                hidden,
                heads,
                keyValueHeads,
                headSize,
                positive("intermediate_size"),
                positive("vocab_size"),
                positive("max_position_embeddings"),
                number(json, "rms_norm_eps", 1e-6),
                rotary(),
                flag("tie_word_embeddings", false));
    }

    /** Newer files keep everything in {@code rope_parameters}, older ones split it in two. */
    private RotaryEmbedding rotary() {
        JsonObject parameters = new JsonObject();
        for (String key : new String[] {"rope_parameters", "rope_scaling"}) {
            if (json.has(key) && json.get(key).isJsonObject()) {
                parameters = json.getAsJsonObject(key);
                break;
            }
        }
        double theta = number(parameters, "rope_theta", number(json, "rope_theta", 10_000));
        String key = parameters.has("rope_type") ? "rope_type" : "type";
        String type = parameters.has(key) ? parameters.get(key).getAsString() : "default";
        return switch (type) {
            case "default" -> new RotaryEmbedding(theta, new RotaryEmbedding.None());
            case "llama3" ->
                    new RotaryEmbedding(
                            theta,
                            new RotaryEmbedding.Llama3(
                                    number(parameters, "factor", 8),
                                    number(parameters, "low_freq_factor", 1),
                                    number(parameters, "high_freq_factor", 4),
                                    number(parameters, "original_max_position_embeddings", 8192)));
            default ->
                    throw new ExitBenchException(
                            file
                                    + " has rope_type \""
                                    + type
                                    + "\"; default and llama3 are supported.");
        };
    }

    private void require(String key, String value) {
        if (!text(key, value).equals(value)) {
            throw new ExitBenchException(
                    file
                            + " has "
                            + key
                            + " = "
                            + text(key, value)
                            + "; only "
                            + value
                            + " is supported.");
        }
    }

    private void divides(String partKey, int part, String wholeKey, int whole) {
        if (whole % part != 0) {
            throw new ExitBenchException(
                    file
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

    private int positive(String key) {
        double value = number(json, key, -1);
        if (value < 1 || value > Integer.MAX_VALUE || value != Math.rint(value)) {
            throw new ExitBenchException(
                    file + " lacks a positive integer \"" + key + "\"; the file is damaged.");
        }
        return (int) value;
    }

    private double number(JsonObject object, String key, double absent) {
        if (!object.has(key) || object.get(key).isJsonNull()) {
            return absent;
        }
        try {
            return object.get(key).getAsDouble();
        } catch (NumberFormatException | UnsupportedOperationException e) {
            throw new ExitBenchException(
                    file + ": \"" + key + "\" is not a number; the file is damaged.", e);
        }
    }

    private boolean flag(String key, boolean absent) {
        return json.has(key) ? json.get(key).getAsBoolean() : absent;
    }

    private String text(String key, String absent) {
        return json.has(key) && json.get(key).isJsonPrimitive()
                ? json.get(key).getAsString()
                : absent;
    }
}
