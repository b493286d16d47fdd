package io.exitbench.dataset.tokenize;

import java.util.HashMap;
import java.util.Map;

/** How often one file has each literal. */
public final class LiteralCounts implements LiteralForm {
    /** Nothing longer is among the most frequent, and long texts would fill the memory. */
    private static final int LONGEST = 64;

    private final Map<String, Integer> strings = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, Integer> characters = new HashMap<>();

    @Override
    public String number(String text) {
        return count(numbers, text);
    }

    @Override
    public String string(String body) {
        return count(strings, body);
    }

    @Override
    public String character(String body) {
        return count(characters, body);
    }

    private static String count(Map<String, Integer> counts, String body) {
        // CodeXGLUE's lists hold no empty literal.
        if (!body.isEmpty() && body.length() <= LONGEST) {
            counts.merge(LiteralForm.escape(body), 1, Integer::sum);
        }
        return "";
    }

    Map<String, Integer> strings() {
        return strings;
    }

    Map<String, Integer> numbers() {
        return numbers;
    }

    Map<String, Integer> characters() {
        return characters;
    }
}
