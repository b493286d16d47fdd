package io.exitbench.model;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The tokenizer of a checkpoint, read from {@code tokenizer.json}. */
public final class CodeTokenizer implements AutoCloseable {
    private static final long LARGEST_FILE = 256L << 20;

    private final HuggingFaceTokenizer tokenizer;
    private final Map<String, Integer> vocabulary;

    private CodeTokenizer(HuggingFaceTokenizer tokenizer, Map<String, Integer> vocabulary) {
        this.tokenizer = tokenizer;
        this.vocabulary = vocabulary;
    }

    /**
     * Reads a tokenizer and checks that the model has an embedding for each of its tokens.
     *
     * @param file {@code tokenizer.json}
     * @param model whose vocabulary it must fit
     * @return the tokenizer
     * @throws ExitBenchException if it cannot be read or has more tokens than the model
     */
    public static CodeTokenizer read(Path file, ModelConfig model) {
        if (!Files.isRegularFile(file)) {
            throw new ExitBenchException(
                    file
                            + " is missing; put the checkpoint's tokenizer.json beside its config.json.");
        }
        try {
            Map<String, Integer> vocabulary = vocabulary(file);
            int largest = vocabulary.values().stream().mapToInt(id -> id).max().orElse(0);
            if (largest >= model.vocabularySize()) {
                throw new ExitBenchException(
                        file
                                + " has token ids up to "
                                + largest
                                + " but the model's vocabulary has "
                                + model.vocabularySize()
                                + " entries; use the tokenizer that belongs to the checkpoint.");
            }
            HuggingFaceTokenizer tokenizer =
                    HuggingFaceTokenizer.builder()
                            .optTokenizerPath(file)
                            .optAddSpecialTokens(false)
                            // The default cuts after 512 tokens.
                            .optTruncation(false)
                            .optPadding(false)
                            .build();
            return new CodeTokenizer(tokenizer, vocabulary);
        } catch (ExitBenchException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new ExitBenchException(
                    file + " is not a tokenizer in Hugging Face's format; copy it again.", e);
        }
    }

    private static Map<String, Integer> vocabulary(Path file) throws IOException {
        if (Files.size(file) > LARGEST_FILE) {
            throw new ExitBenchException(
                    file + " is larger than 256 MiB and so no tokenizer.json.");
        }
        Map<String, Integer> vocabulary = new HashMap<>();
        try (Reader reader = Files.newBufferedReader(file)) {
            JsonObject json = JsonParser.parseReader(reader).getAsJsonObject();
            JsonObject entries = json.getAsJsonObject("model").getAsJsonObject("vocab");
            entries.entrySet().forEach(e -> vocabulary.put(e.getKey(), e.getValue().getAsInt()));
            for (JsonElement added : json.getAsJsonArray("added_tokens")) {
                JsonObject token = added.getAsJsonObject();
                vocabulary.put(token.get("content").getAsString(), token.get("id").getAsInt());
            }
        } catch (IllegalStateException | NullPointerException | ClassCastException e) {
            throw new JsonParseException(e);
        }
        return vocabulary;
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
