package io.exitbench.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.exitbench.ExitBenchException;
import io.exitbench.text.UnicodeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The content of {@code tokenizer.json}. Older checkpoints, those of OPT among them, have only
 * GPT-2's {@code vocab.json} and {@code merges.txt}, and {@link AddedTokens} beside them; they are
 * put into the newer form here.
 */
final class TokenizerJson {
    private static final long LARGEST_FILE = 256L << 20;
    private static final String GPT2 = "GPT2Tokenizer";

    private TokenizerJson() {}

    /**
     * Reads whichever form a checkpoint has.
     *
     * @param folder of the checkpoint
     * @param vocabularySize of the model
     * @return JSON text
     * @throws ExitBenchException if there is neither form, or a file is too large
     */
    static String read(Path folder, int vocabularySize) throws IOException {
        Path file = folder.resolve("tokenizer.json");
        if (Files.isRegularFile(file)) {
            return text(file);
        }
        Path vocabulary = folder.resolve("vocab.json");
        Path merges = folder.resolve("merges.txt");
        if (Files.isRegularFile(vocabulary) && Files.isRegularFile(merges)) {
            JsonObject settings = optional(folder.resolve("tokenizer_config.json"));
            requireGpt2(settings, folder);
            JsonElement parsed = JsonParser.parseString(text(vocabulary));
            if (!parsed.isJsonObject()) {
                throw new JsonParseException("vocab.json is no object");
            }
            JsonObject tokens = parsed.getAsJsonObject();
            JsonArray added = new JsonArray();
            AddedTokens.into(tokens, folder, vocabularySize).forEach(added::add);
            JsonElement prefix = settings.get("add_prefix_space");
            boolean prefixed = prefix != null && !prefix.isJsonNull() && prefix.getAsBoolean();
            return byteLevel(tokens, merges(text(merges)), added, prefixed);
        }
        throw new ExitBenchException(
                file
                        + " is missing; put the checkpoint's tokenizer.json, or its vocab.json and"
                        + " merges.txt, beside its config.json.");
    }

    /** Other tokenizers keep their parts in files of these names, and split words otherwise. */
    private static void requireGpt2(JsonObject settings, Path folder) {
        JsonElement name = settings.get("tokenizer_class");
        if (name == null || name.isJsonNull()) {
            return;
        }
        String text = name.isJsonPrimitive() ? name.getAsString() : name.toString();
        if (!text.equals(GPT2) && !text.equals(GPT2 + "Fast")) {
            throw new ExitBenchException(
                    folder
                            + " has vocab.json and merges.txt of a "
                            + text
                            + ", which are read as those of a GPT2Tokenizer alone; put the"
                            + " checkpoint's tokenizer.json beside them, which transformers writes"
                            + " with AutoTokenizer.from_pretrained(..).save_pretrained(..).");
        }
    }

    /** The entries of a file beside these; none if there is no such file. */
    static JsonObject optional(Path file) throws IOException {
        return Files.isRegularFile(file)
                ? JsonParser.parseString(text(file)).getAsJsonObject()
                : new JsonObject();
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > LARGEST_FILE) {
            throw new ExitBenchException(
                    file + " is larger than 256 MiB and so no tokenizer; copy it again.");
        }
        return UnicodeText.read(file, LARGEST_FILE);
    }

    /** The first line may be a version; every other one is a merge, whatever it begins with. */
    private static JsonArray merges(String text) {
        JsonArray merges = new JsonArray();
        String rules = text.startsWith("#version") ? text.replaceFirst("[^\\r\\n]*", "") : text;
        rules.lines().filter(line -> !line.isBlank()).forEach(merges::add);
        return merges;
    }

    private static String byteLevel(
            JsonObject vocabulary, JsonArray merges, JsonArray added, boolean prefixed) {
        JsonObject model = new JsonObject();
        model.addProperty("type", "BPE");
        model.add("vocab", vocabulary);
        model.add("merges", merges);
        JsonObject byteLevel = new JsonObject();
        byteLevel.addProperty("type", "ByteLevel");
        byteLevel.addProperty("add_prefix_space", prefixed);
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
