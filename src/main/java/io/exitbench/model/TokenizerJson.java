package io.exitbench.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The content of {@code tokenizer.json}. Older checkpoints, those of OPT among them, have only
 * GPT-2's {@code vocab.json} and {@code merges.txt}; they are put into the newer form here.
 */
final class TokenizerJson {
    private static final long LARGEST_FILE = 256L << 20;
    private static final List<String> SPECIAL_TOKENS = List.of("<s>", "<pad>", "</s>", "<unk>");

    private TokenizerJson() {}

    /**
     * Reads whichever form a checkpoint has.
     *
     * @param folder of the checkpoint
     * @return JSON text
     * @throws ExitBenchException if there is neither form, or a file is too large
     */
    static String read(Path folder) throws IOException {
        Path file = folder.resolve("tokenizer.json");
        if (Files.isRegularFile(file)) {
            return text(file);
        }
        Path vocabulary = folder.resolve("vocab.json");
        Path merges = folder.resolve("merges.txt");
        if (Files.isRegularFile(vocabulary) && Files.isRegularFile(merges)) {
            return byteLevel(text(vocabulary), text(merges));
        }
        throw new ExitBenchException(
                file
                        + " is missing; put the checkpoint's tokenizer.json, or its vocab.json and"
                        + " merges.txt, beside its config.json.");
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > LARGEST_FILE) {
            throw new ExitBenchException(
                    file + " is larger than 256 MiB and so no tokenizer; copy it again.");
        }
        return Files.readString(file);
    }

    private static String byteLevel(String vocabularyJson, String mergesText) {
        JsonElement parsed = JsonParser.parseString(vocabularyJson);
        if (!parsed.isJsonObject()) {
            throw new JsonParseException("vocab.json is no object");
        }
        JsonObject vocabulary = parsed.getAsJsonObject();
        JsonArray merges = new JsonArray();
        mergesText
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#version"))
                .forEach(merges::add);
        JsonArray added = new JsonArray();
        for (String token : SPECIAL_TOKENS) {
            if (vocabulary.has(token)) {
                JsonObject special = new JsonObject();
                special.add("id", vocabulary.get(token));
                special.addProperty("content", token);
                for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
                    special.addProperty(flag, false);
                }
                special.addProperty("special", true);
                added.add(special);
            }
        }
        JsonObject model = new JsonObject();
        model.addProperty("type", "BPE");
        model.add("vocab", vocabulary);
        model.add("merges", merges);
        JsonObject byteLevel = new JsonObject();
        byteLevel.addProperty("type", "ByteLevel");
        byteLevel.addProperty("add_prefix_space", false);
        byteLevel.addProperty("trim_offsets", true);
        byteLevel.addProperty("use_regex", true);
        JsonObject json = new JsonObject();
        json.addProperty("version", "1.0");
        json.add("added_tokens", added);
        json.add("pre_tokenizer", byteLevel);
        json.add("decoder", byteLevel);
        json.add("model", model);
        return json.toString();
    }
}
