package io.exitbench.dataset.tokenize;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.annotations.SerializedName;
import io.exitbench.ExitBenchException;
import io.exitbench.digest.Sha256;
import io.exitbench.text.UnicodeText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Literals that stay visible; all others are replaced by a placeholder. CodeXGLUE keeps the 200
 * most frequent strings and the 30 most frequent numbers and characters of the train split.
 *
 * @param strings bodies with {@code U+0020} for a space and {@code U+002C} for a comma
 * @param numbers as written in the source
 * @param characters bodies in the same form as strings
 */
public record Literals(Set<String> strings, Set<String> numbers, Set<String> characters)
        implements LiteralForm {
    /** Every literal becomes a placeholder. */
    public static final Literals NONE = new Literals(Set.of(), Set.of(), Set.of());

    private static final long LARGEST_FILE = 16L << 20;
    private static final String STRING = "<STR_LIT:";
    private static final String NUMBER = "<NUM_LIT:";
    private static final String CHARACTER = "<CHAR_LIT:";

    /** Copies. */
    public Literals {
        strings = Set.copyOf(strings);
        numbers = Set.copyOf(numbers);
        characters = Set.copyOf(characters);
    }

    /**
     * The literals that a tokenizer has tokens for: those of the corpus it was trained on.
     *
     * @param tokens of the vocabulary
     * @return every {@code <STR_LIT:…>}, {@code <NUM_LIT:…>} and {@code <CHAR_LIT:…>} among them
     */
    public static Literals fromVocabulary(Collection<String> tokens) {
        return new Literals(
                bodies(tokens, STRING), bodies(tokens, NUMBER), bodies(tokens, CHARACTER));
    }

    /** CodeXGLUE's {@code literals.json}. */
    private record Lists(
            @SerializedName("str") List<String> strings,
            @SerializedName("num") List<String> numbers,
            @SerializedName("char") List<String> characters) {}

    /**
     * Reads CodeXGLUE's {@code literals.json}.
     *
     * @param file a JSON object with the lists {@code str} and {@code num}, and {@code char} for
     *     Java
     * @return the literals in it
     * @throws ExitBenchException if the file is no such object
     */
    public static Literals read(Path file) {
        try {
            Lists lists = new Gson().fromJson(UnicodeText.read(file, LARGEST_FILE), Lists.class);
            if (lists == null || lists.strings() == null || lists.numbers() == null) {
                throw new IOException("a list is missing");
            }
            List<String> characters = lists.characters();
            return new Literals(
                    new HashSet<>(lists.strings()),
                    new HashSet<>(lists.numbers()),
                    characters == null ? Set.of() : new HashSet<>(characters));
        } catch (IOException | JsonParseException | NullPointerException e) {
            throw new ExitBenchException(
                    file
                            + " is no literals.json with the lists \"str\" and \"num\"; copy it from"
                            + " CodeXGLUE or delete it.",
                    e);
        }
    }

    /**
     * @return whether nothing stays visible
     */
    public boolean isEmpty() {
        return strings.isEmpty() && numbers.isEmpty() && characters.isEmpty();
    }

    /**
     * @return SHA-256 over the sorted lists, in hexadecimal
     */
    public String digest() {
        MessageDigest sha256 = Sha256.create();
        for (Set<String> list : List.of(strings, numbers, characters)) {
            for (String body : new TreeSet<>(list)) {
                sha256.update(body.getBytes(StandardCharsets.UTF_8));
                sha256.update((byte) '\n');
            }
            sha256.update((byte) 0);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static Set<String> bodies(Collection<String> tokens, String prefix) {
        Set<String> bodies = new HashSet<>();
        for (String token : tokens) {
            if (token.startsWith(prefix) && token.endsWith(">")) {
                bodies.add(token.substring(prefix.length(), token.length() - 1));
            }
        }
        return bodies;
    }

    @Override
    public String number(String text) {
        return numbers.contains(text) ? NUMBER + text + ">" : "<NUM_LIT>";
    }

    @Override
    public String string(String body) {
        String escaped = LiteralForm.escape(body);
        return strings.contains(escaped) ? STRING + escaped + ">" : "<STR_LIT>";
    }

    @Override
    public String character(String body) {
        String escaped = LiteralForm.escape(body);
        return characters.contains(escaped) ? CHARACTER + escaped + ">" : "<CHAR_LIT>";
    }
}
