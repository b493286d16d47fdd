package io.exitbench.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tokens that a tokenizer in the older form takes whole, which {@code merges.txt} would cut: those
 * of {@code added_tokens_decoder} in {@code tokenizer_config.json}, of {@code added_tokens.json},
 * and the special tokens that either {@code tokenizer_config.json} or {@code
 * special_tokens_map.json} names. In this order, the first that gives a token its id or its flags
 * wins, as in transformers.
 */
final class AddedTokens {
    /** Special wherever the vocabulary has them: the tokens that CodeXGLUE's files begin with. */
    private static final List<String> ALWAYS_SPECIAL = List.of("<s>", "<pad>", "</s>", "<unk>");

    private static final List<String> ROLES =
            List.of(
                    "bos_token",
                    "eos_token",
                    "unk_token",
                    "sep_token",
                    "pad_token",
                    "cls_token",
                    "mask_token");
    private static final List<String> MORE_SPECIAL =
            List.of("additional_special_tokens", "extra_special_tokens");
    private static final List<String> FLAGS =
            List.of("single_word", "lstrip", "rstrip", "normalized");

    private final Path folder;
    private final JsonObject vocabulary;
    private final Map<String, JsonObject> special = new LinkedHashMap<>();
    private final Map<String, JsonObject> tokens = new LinkedHashMap<>();

    private AddedTokens(Path folder, JsonObject vocabulary) {
        this.folder = folder;
        this.vocabulary = vocabulary;
    }

    /**
     * Reads the added tokens and gives each its id in the vocabulary, too, where the tokenizer
     * looks it up.
     *
     * @param folder of the checkpoint
     * @param vocabulary ids by token; receives the added ones
     * @param vocabularySize of the model: a special token that has no id gets the next one if the
     *     model has it
     * @return entries as {@code tokenizer.json} spells them
     * @throws ExitBenchException if an id is none, or another token's
     */
    static Collection<JsonObject> into(JsonObject vocabulary, Path folder, int vocabularySize)
            throws IOException {
        AddedTokens added = new AddedTokens(folder, vocabulary);
        JsonObject config = TokenizerJson.optional(folder.resolve("tokenizer_config.json"));
        added.findSpecial(config);
        added.findSpecial(TokenizerJson.optional(folder.resolve("special_tokens_map.json")));
        JsonObject decoder = object(config.get("added_tokens_decoder"));
        decoder.entrySet()
                .forEach(
                        entry ->
                                added.add(
                                        new JsonPrimitive(entry.getKey()),
                                        object(entry.getValue())));
        for (Map.Entry<String, JsonElement> entry :
                TokenizerJson.optional(folder.resolve("added_tokens.json")).entrySet()) {
            added.add(entry.getValue(), added.described(entry.getKey()));
        }
        added.addSpecial(vocabularySize);
        added.complete();
        return added.tokens.values();
    }

    /** No object, no entries: newer files leave out what older ones have. */
    private static JsonObject object(JsonElement element) {
        return element != null && element.isJsonObject()
                ? element.getAsJsonObject()
                : new JsonObject();
    }

    private void findSpecial(JsonObject file) {
        ROLES.forEach(role -> noteSpecial(file.get(role)));
        for (String key : MORE_SPECIAL) {
            JsonElement list = file.get(key);
            if (list != null && list.isJsonArray()) {
                list.getAsJsonArray().forEach(this::noteSpecial);
            }
            object(list).asMap().values().forEach(this::noteSpecial);
        }
    }

    /** A token is its text, or an object with flags. */
    private void noteSpecial(JsonElement token) {
        JsonObject described = object(token);
        if (described.has("content")) {
            special.putIfAbsent(described.get("content").getAsString(), described);
        } else if (token != null && token.isJsonPrimitive()) {
            special.putIfAbsent(token.getAsString(), withContent(token.getAsString()));
        }
    }

    private static JsonObject withContent(String content) {
        JsonObject token = new JsonObject();
        token.addProperty("content", content);
        return token;
    }

    private JsonObject described(String content) {
        return special.getOrDefault(content, withContent(content));
    }

    private void add(JsonElement id, JsonObject described) {
        String content = described.has("content") ? described.get("content").getAsString() : "";
        if (content.isEmpty() || tokens.containsKey(content)) {
            return;
        }
        JsonObject token = new JsonObject();
        token.addProperty("id", id(content, id));
        token.addProperty("content", content);
        boolean isSpecial = special.containsKey(content) || flag(described, "special", false);
        for (String flag : FLAGS) {
            token.addProperty(flag, flag(described, flag, flag.equals("normalized") && !isSpecial));
        }
        token.addProperty("special", isSpecial);
        tokens.put(content, token);
    }

    private int id(String content, JsonElement id) {
        try {
            int number = Integer.parseInt(id.getAsString());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException | IllegalStateException | UnsupportedOperationException e) {
            // Told below, as for a negative number.
        }
        throw new ExitBenchException(
                "The tokenizer in "
                        + folder
                        + " gives the added token "
                        + content
                        + " the id "
                        + id
                        + ", which is none; copy its files again.");
    }

    private static boolean flag(JsonObject token, String name, boolean absent) {
        JsonElement value = token.get(name);
        return value == null || value.isJsonNull() ? absent : value.getAsBoolean();
    }

    private void addSpecial(int vocabularySize) {
        for (String content : ALWAYS_SPECIAL) {
            if (vocabulary.has(content)) {
                special.putIfAbsent(content, withContent(content));
            }
        }
        for (JsonObject described : List.copyOf(special.values())) {
            JsonElement id = vocabulary.get(described.get("content").getAsString());
            int next = 1 + largestId();
            if (id != null) {
                add(id, described);
            } else if (next < vocabularySize) {
                add(new JsonPrimitive(next), described);
            }
        }
    }

    private int largestId() {
        int largest = -1;
        for (JsonElement id : vocabulary.asMap().values()) {
            largest = Math.max(largest, id.getAsInt());
        }
        for (JsonObject token : tokens.values()) {
            largest = Math.max(largest, token.get("id").getAsInt());
        }
        return largest;
    }

    /** The tokenizer library takes the id of an added token from the vocabulary. */
    private void complete() {
        for (JsonObject token : tokens.values()) {
            vocabulary.add(token.get("content").getAsString(), token.get("id"));
        }
        Map<Integer, String> owners = new HashMap<>();
        List<String> clashes = new ArrayList<>();
        vocabulary
                .entrySet()
                .forEach(
                        entry -> {
                            String other = owners.put(entry.getValue().getAsInt(), entry.getKey());
                            if (other != null
                                    && (tokens.containsKey(other)
                                            || tokens.containsKey(entry.getKey()))) {
                                clashes.add(other + " and " + entry.getKey());
                            }
                        });
        if (!clashes.isEmpty()) {
            throw new ExitBenchException(
                    "The tokenizer in "
                            + folder
                            + " gives one id to "
                            + clashes.get(0)
                            + "; copy vocab.json and the added tokens from one checkpoint.");
        }
    }
}
