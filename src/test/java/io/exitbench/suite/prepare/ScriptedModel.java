package io.exitbench.suite.prepare;

import com.google.gson.Gson;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.model.weights.SafetensorsWriter;
import io.exitbench.model.weights.StorageType;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An OPT that writes a given text whatever it reads: its layers add nothing, and the embedding of
 * each position points at the token to be written there. Its tokenizer, in GPT-2's files, has the
 * 256 bytes, five merges and two end tokens, so {@code <EOL>} is three pieces and {@code );} is
 * one.
 */
public final class ScriptedModel {
    static final int END_OF_TEXT = 261;
    static final int END_OF_TURN = 262;

    /** A token that the vocabulary has and the tokenizer does not. */
    static final int PADDING = 299;

    private static final int VOCABULARY = 300;
    private static final int HIDDEN = 48;
    private static final int WIDE = 8;
    private static final int POSITIONS = 160;
    private static final int LAYERS = 2;
    private static final List<String> MERGES = List.of(") ;", "; }", "Ġ {", "E O", "EO L");

    private final Path folder;

    public ScriptedModel(Path folder) {
        this.folder = folder;
        writeTokenizer();
        write("config.json", config("2"));
    }

    /** Writes a line of the configuration that says how texts end. */
    public ScriptedModel endsWith(String config, String generation) {
        write("config.json", config(config));
        write("generation_config.json", "{\"eos_token_id\": " + generation + "}");
        return this;
    }

    /** The checkpoint that writes these tokens after a prompt of {@code context} tokens. */
    public Checkpoint writing(int context, int... script) {
        int[] used = Arrays.stream(script).distinct().toArray();
        float[] tokens = new float[VOCABULARY * HIDDEN];
        Map<Integer, Integer> direction = new LinkedHashMap<>();
        for (int i = 0; i < used.length; i++) {
            tokens[used[i] * HIDDEN + i] = 1;
            direction.put(used[i], i);
        }
        // The first two rows belong to padding, and the prompt's last token writes the first one.
        float[] positions = new float[(POSITIONS + 2) * HIDDEN];
        for (int i = 0; i < script.length; i++) {
            positions[(2 + context - 1 + i) * HIDDEN + direction.get(script[i])] = 100;
        }
        Map<String, List<Long>> shapes = shapes();
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
                    (name, shape) -> {
                        float[] values = new float[(int) shape.stream().mapToLong(x -> x).sum()];
                        if (shape.size() == 2) {
                            values = new float[(int) (shape.get(0) * shape.get(1))];
                        }
                        Arrays.fill(values, name.endsWith("norm.weight") ? 1 : 0);
                        values = name.contains("embed_tokens") ? tokens : values;
                        values = name.contains("embed_positions") ? positions : values;
                        writer.append(name, FloatBuffer.wrap(values));
                    });
            writer.commit();
        }
        return Checkpoint.open("scripted", folder);
    }

    public CodeTokenizer tokenizer() {
        return Checkpoint.open("scripted", folder).tokenizer();
    }

    private static Map<String, List<Long>> shapes() {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        shapes.put("model.decoder.embed_tokens.weight", List.of((long) VOCABULARY, (long) HIDDEN));
        shapes.put("model.decoder.embed_positions.weight", List.of(POSITIONS + 2L, (long) HIDDEN));
        both(shapes, "model.decoder.final_layer_norm", HIDDEN);
        for (int layer = 0; layer < LAYERS; layer++) {
            String name = "model.decoder.layers." + layer + ".";
            for (String part : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
                both(shapes, name + "self_attn." + part, HIDDEN, HIDDEN);
            }
            both(shapes, name + "self_attn_layer_norm", HIDDEN);
            both(shapes, name + "final_layer_norm", HIDDEN);
            both(shapes, name + "fc1", WIDE, HIDDEN);
            both(shapes, name + "fc2", HIDDEN, WIDE);
        }
        return shapes;
    }

    private static void both(Map<String, List<Long>> shapes, String name, long... shape) {
        shapes.put(name + ".weight", Arrays.stream(shape).boxed().toList());
        shapes.put(name + ".bias", List.of(shape[0]));
    }

    private static String config(String endTokens) {
        return """
        {"model_type": "opt", "activation_function": "relu", "do_layer_norm_before": true,
         "hidden_size": %d, "ffn_dim": %d, "num_attention_heads": 2, "num_hidden_layers": %d,
         "max_position_embeddings": %d, "vocab_size": %d, "eos_token_id": %s}
        """
                .formatted(HIDDEN, WIDE, LAYERS, POSITIONS, VOCABULARY, endTokens);
    }

    private void writeTokenizer() {
        List<String> vocabulary = new ArrayList<>(Collections.nCopies(256, ""));
        int moved = 256;
        for (int b = 0; b < 256; b++) {
            boolean printed = b > ' ' && b < 0x7f || b > 0xa0 && b != 0xad;
            vocabulary.set(b, Character.toString(printed ? b : moved++));
        }
        MERGES.forEach(merge -> vocabulary.add(merge.replace(" ", "")));
        Map<String, Integer> ids = new LinkedHashMap<>();
        vocabulary.forEach(token -> ids.put(token, ids.size()));
        write("vocab.json", new Gson().toJson(ids));
        write("merges.txt", "#version: 0.2\n" + String.join("\n", MERGES) + "\n");
        write(
                "added_tokens.json",
                "{\"<|end_of_text|>\": %d, \"<|eot_id|>\": %d}"
                        .formatted(END_OF_TEXT, END_OF_TURN));
    }

    private void write(String name, String content) {
        try {
            Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
