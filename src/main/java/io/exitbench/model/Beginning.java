package io.exitbench.model;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What stands before every text of a model, as transformers puts it there: {@code add_bos_token} of
 * {@code tokenizer_config.json} says whether {@code bos_token} does; without it the post-processor
 * of {@code tokenizer.json} tells.
 */
final class Beginning {
    /** Any text that tokens are put around. */
    private static final String PROBE = "a";

    private Beginning() {}

    /**
     * @param folder of the checkpoint
     * @param vocabulary ids by token
     * @param tokenizer of the checkpoint
     * @return token ids, perhaps none
     */
    static int[] read(Path folder, Map<String, Integer> vocabulary, HuggingFaceTokenizer tokenizer)
            throws IOException {
        JsonObject config = TokenizerJson.optional(folder.resolve("tokenizer_config.json"));
        JsonElement adds = config.get("add_bos_token");
        if (adds == null || !adds.isJsonPrimitive()) {
            return processed(tokenizer);
        }
        return adds.getAsBoolean()
                ? named(folder, config, vocabulary).stream().toArray()
                : new int[0];
    }

    private static OptionalInt named(
            Path folder, JsonObject config, Map<String, Integer> vocabulary) throws IOException {
        JsonObject special = TokenizerJson.optional(folder.resolve("special_tokens_map.json"));
        for (JsonObject file : List.of(config, special)) {
            Integer id = vocabulary.get(content(file.get("bos_token")));
            if (id != null) {
                return OptionalInt.of(id);
            }
        }
        for (String name : List.of("generation_config.json", "config.json")) {
            JsonElement id = TokenizerJson.optional(folder.resolve(name)).get("bos_token_id");
            if (id != null && id.isJsonPrimitive() && vocabulary.containsValue(id.getAsInt())) {
                return OptionalInt.of(id.getAsInt());
            }
        }
        return OptionalInt.empty();
    }

    /** A token is its text, or an object with flags. */
    private static String content(JsonElement token) {
        if (token != null && token.isJsonObject()) {
            return content(token.getAsJsonObject().get("content"));
        }
        return token != null && token.isJsonPrimitive() ? token.getAsString() : "";
    }

    /** What the post-processor puts before a text. */
    private static int[] processed(HuggingFaceTokenizer tokenizer) {
        long[] plain = tokenizer.encode(PROBE, false, false).getIds();
        long[] whole = tokenizer.encode(PROBE, true, false).getIds();
        for (int at = 0; at + plain.length <= whole.length; at++) {
            if (Arrays.equals(whole, at, at + plain.length, plain, 0, plain.length)) {
                return Arrays.stream(whole, 0, at).mapToInt(Math::toIntExact).toArray();
            }
        }
        return new int[0];
    }
}
