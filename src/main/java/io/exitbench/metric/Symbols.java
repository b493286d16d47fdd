package io.exitbench.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers for the words of one pair of texts, equal words having equal numbers. */
final class Symbols {
    private final Map<String, Integer> numbers = new HashMap<>();

    /** The numbers of the words, in their order. */
    int[] of(List<String> words) {
        int[] symbols = new int[words.size()];
        for (int i = 0; i < symbols.length; i++) {
            Integer known = numbers.putIfAbsent(words.get(i), numbers.size());
            symbols[i] = known == null ? numbers.size() - 1 : known;
        }
        return symbols;
    }
}
