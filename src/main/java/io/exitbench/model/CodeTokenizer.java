package io.exitbench.model;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.exitbench.ExitBenchException;
import io.exitbench.digest.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The tokenizer of a checkpoint. */
public final class CodeTokenizer implements AutoCloseable {
    /** DJL's choice among builds of its native tokenizers. */
    private static final String FLAVOR = "RUST_FLAVOR";

    /** Without these DJL adds special tokens and cuts after 512 tokens. */
    private static final Map<String, String> OPTIONS =
            Map.of(
                    "addSpecialTokens", "false",
                    "truncation", "do_not_truncate",
                    "padding", "do_not_pad");

    private final HuggingFaceTokenizer tokenizer;
    private final Map<String, Integer> vocabulary;
    private final String digest;
    private final int[] beginning;

    private CodeTokenizer(
            HuggingFaceTokenizer tokenizer,
            Map<String, Integer> vocabulary,
            String digest,
            int[] beginning) {
        this.tokenizer = tokenizer;
        this.vocabulary = vocabulary;
        this.digest = digest;
        this.beginning = beginning;
    }

    /**
     * Reads a tokenizer and checks that the model has an embedding for each of its tokens.
     *
     * @param folder with {@code tokenizer.json}, or with {@code vocab.json}, {@code merges.txt} and
     *     the added tokens
     * @param model whose vocabulary it must fit
     * @return the tokenizer
     * @throws ExitBenchException if it cannot be read or has more tokens than the model
     */
    public static CodeTokenizer read(Path folder, ModelConfig model) {
        try {
            String json = TokenizerJson.read(folder, model.vocabularySize());
            Map<String, Integer> vocabulary = vocabulary(json);
            int largest = vocabulary.values().stream().mapToInt(id -> id).max().orElse(0);
            if (largest >= model.vocabularySize()) {
                throw new ExitBenchException(
                        "The tokenizer in "
                                + folder
                                + " has token ids up to "
                                + largest
                                + " but the model's vocabulary has "
                                + model.vocabularySize()
                                + " entries; use the tokenizer that belongs to the checkpoint.");
            }
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            keepToProcessor();
            HuggingFaceTokenizer tokenizer =
                    HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(bytes), OPTIONS);
            int[] beginning = Beginning.read(folder, vocabulary, tokenizer);
            return new CodeTokenizer(tokenizer, vocabulary, Sha256.hex(bytes), beginning);
        } catch (ExitBenchException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new ExitBenchException(
                    "The tokenizer in "
                            + folder
                            + " is not in Hugging Face's format; copy its tokenizer.json, or its"
                            + " vocab.json, merges.txt and added tokens, again.",
                    e);
        }
    }

    /** Beside a GPU, DJL would otherwise download a build of the tokenizers' library for it. */
    private static void keepToProcessor() {
        if (System.getenv(FLAVOR) == null && System.getProperty(FLAVOR) == null) {
            System.setProperty(FLAVOR, "cpu");
        }
    }

    private static Map<String, Integer> vocabulary(String json) {
        Map<String, Integer> vocabulary = new HashMap<>();
        JsonObject root = JsonParser.parseString(json).getAsJsonObject();
        JsonObject entries = root.getAsJsonObject("model").getAsJsonObject("vocab");
        entries.entrySet().forEach(e -> vocabulary.put(e.getKey(), e.getValue().getAsInt()));
        for (JsonElement added : root.getAsJsonArray("added_tokens")) {
            JsonObject token = added.getAsJsonObject();
            vocabulary.put(token.get("content").getAsString(), token.get("id").getAsInt());
        }
        return vocabulary;
    }

    /**
     * @return SHA-256 of {@code tokenizer.json}, in hexadecimal
     */
    public String digest() {
        return digest;
    }

    /**
     * @param text may contain special tokens such as {@code <EOL>}, which become one token each
     * @return token ids; nothing is added at either end and nothing is cut
     */
    public int[] encode(String text) {
        long[] ids = tokenizer.encode(text, false, false).getIds();
        return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
    }

    /**
     * What the model's makers put before every text: a token that begins it, as a rule, or nothing.
     *
     * @return token ids
     */
    public int[] beginning() {
        return beginning.clone();
    }

    /**
     * @param ids of tokens
     * @return their text, special tokens included
     */
    public String decode(int[] ids) {
        return tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), false);
    }

    /**
     * @param token as the vocabulary spells it, such as {@code <EOL>} or {@code Ġ;}
     * @return its id, or -1
     */
    public int id(String token) {
        return vocabulary.getOrDefault(token, -1);
    }

    /**
     * @return every token as the vocabulary spells it
     */
    public Set<String> tokens() {
        return Set.copyOf(vocabulary.keySet());
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
