package io.exitbench.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A tokenizer of printable ASCII, byte by byte, for checkpoints of 160 vocabulary entries. */
public final class PrintableTokenizer {
    /** What files of token lines are made of, one token each. */
    public static final List<String> MARKS = List.of("<s>", "<pad>", "</s>", "<unk>", "<EOL>");

    private PrintableTokenizer() {}

    /**
     * Writes {@code tokenizer.json}.
     *
     * @param folder of the checkpoint
     * @param marks texts that are one token each; they have the first ids
     */
    public static void write(Path folder, List<String> marks) {
        JsonObject vocabulary = new JsonObject();
        JsonArray added = new JsonArray();
        for (String mark : marks) {
            JsonObject token = new JsonObject();
            token.addProperty("id", vocabulary.size());
            token.addProperty("content", mark);
            for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
                token.addProperty(flag, false);
            }
            token.addProperty("special", true);
            added.add(token);
            vocabulary.addProperty(mark, vocabulary.size());
        }
        // Byte-level alphabets spell a blank and a line feed so.
        vocabulary.addProperty("\u0120", vocabulary.size());
        vocabulary.addProperty("\u010a", vocabulary.size());
        for (char c = '!'; c <= '~'; c++) {
            vocabulary.addProperty(String.valueOf(c), vocabulary.size());
        }
        JsonObject model = new JsonObject();
        model.addProperty("type", "BPE");
        model.add("vocab", vocabulary);
        model.add("merges", new JsonArray());
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
        try {
            Files.writeString(folder.resolve("tokenizer.json"), json.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
