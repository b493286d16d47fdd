package io.exitbench.dataset.tokenize;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Literals that stay visible; all others are replaced by a placeholder. CodeXGLUE keeps the 200
 * most frequent strings and the 30 most frequent numbers and characters of the train split.
 *
 * @param strings bodies with {@code U+0020} for a space and {@code U+002C} for a comma
 * @param numbers as written in the source
 * @param characters bodies in the same form as strings
 */
public record Literals(Set<String> strings, Set<String> numbers, Set<String> characters) {
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

    private static Set<String> bodies(Collection<String> tokens, String prefix) {
        Set<String> bodies = new HashSet<>();
        for (String token : tokens) {
            if (token.startsWith(prefix) && token.endsWith(">")) {
                bodies.add(token.substring(prefix.length(), token.length() - 1));
            }
        }
        return bodies;
    }

    String number(String text) {
        return numbers.contains(text) ? NUMBER + text + ">" : "<NUM_LIT>";
    }

    String string(String body) {
        String escaped = escape(body);
        return strings.contains(escaped) ? STRING + escaped + ">" : "<STR_LIT>";
    }

    String character(String body) {
        String escaped = escape(body);
        return characters.contains(escaped) ? CHARACTER + escaped + ">" : "<CHAR_LIT>";
    }

    private static String escape(String body) {
        return body.replace(" ", "U+0020").replace(",", "U+002C");
    }
}
