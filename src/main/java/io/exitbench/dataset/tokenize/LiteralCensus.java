package io.exitbench.dataset.tokenize;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The most frequent literals of a train split: 200 strings, 30 numbers and 30 characters, as in
 * CodeXGLUE; the alphabet decides between equals.
 *
 * <p>Memory is bounded by lossy counting (Manku and Motwani, VLDB 2002): whenever a table has
 * 500,000 entries, those that were seen no more often than tables have been thinned are forgotten.
 * No table is thinned below that size, so the counts of small corpora are exact.
 */
public final class LiteralCensus {
    private static final int STRINGS = 200;
    private static final int NUMBERS = 30;

    private final Table strings = new Table();
    private final Table numbers = new Table();
    private final Table characters = new Table();

    /**
     * @param file counts of one more file; the order of files must not vary
     */
    public void add(LiteralCounts file) {
        strings.add(file.strings());
        numbers.add(file.numbers());
        characters.add(file.characters());
    }

    /**
     * @return the literals that stay visible
     */
    public Literals mostFrequent() {
        return new Literals(
                strings.mostFrequent(STRINGS),
                numbers.mostFrequent(NUMBERS),
                characters.mostFrequent(NUMBERS));
    }

    private static final class Table {
        private static final int CAPACITY = 500_000;

        private final Map<String, Integer> counts = new HashMap<>();
        private int thinned;

        void add(Map<String, Integer> more) {
            more.forEach((body, count) -> counts.merge(body, count, Integer::sum));
            if (counts.size() > CAPACITY) {
                thinned++;
                counts.values().removeIf(count -> count <= thinned);
            }
        }

        Set<String> mostFrequent(int most) {
            return counts.entrySet().stream()
                    .sorted(
                            Map.Entry.<String, Integer>comparingByValue()
                                    .reversed()
                                    .thenComparing(
                                            Map.Entry.comparingByKey(Comparator.naturalOrder())))
                    .limit(most)
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toUnmodifiableSet());
        }
    }
}
