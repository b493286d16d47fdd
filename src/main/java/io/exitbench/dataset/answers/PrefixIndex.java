package io.exitbench.dataset.answers;

import io.exitbench.dataset.TokenizedFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds which of many texts a file begins with. Texts are compared word by word, whatever the white
 * space between them, and the mark of the beginning is no word. One pass over the words of a file
 * serves all texts: a digest of its first words grows with every word and is looked up.
 */
final class PrefixIndex {
    private static final int FILTER_BITS = 22;
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private final List<String> texts;
    private final Map<Long, List<Integer>> byDigest = new HashMap<>();

    /** Says of nearly every digest that it is none of a text's, without a look into the map. */
    private final BitSet filter = new BitSet(1 << FILTER_BITS);

    /** Takes what fits. */
    interface Fits {
        /**
         * @param text its number
         * @param words of the file that the text has used up
         */
        void add(int text, int words);
    }

    PrefixIndex(List<String> prefixes) {
        texts = new ArrayList<>(prefixes.size());
        for (String prefix : prefixes) {
            List<String> words = words(prefix);
            long digest = 0;
            for (String word : words) {
                digest = grown(digest, word);
            }
            filter.set(bit(digest));
            byDigest.computeIfAbsent(digest, key -> new ArrayList<>()).add(texts.size());
            // Not the words: ten thousand lists of them would fill the memory.
            texts.add(String.join(" ", words));
        }
    }

    /** The words of a text, without the mark of the beginning. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>(Arrays.asList(text.strip().split("\\s+")));
        if (!words.isEmpty() && (words.get(0).equals(TokenizedFile.START) || text.isBlank())) {
            words.remove(0);
        }
        return words;
    }

    /** Every text that the words begin with. */
    void find(List<String> words, Fits fits) {
        long digest = 0;
        for (int count = 0; ; count++) {
            if (filter.get(bit(digest)) && byDigest.containsKey(digest)) {
                String beginning = String.join(" ", words.subList(0, count));
                for (int text : byDigest.get(digest)) {
                    // Equal digests do not make equal texts.
                    if (texts.get(text).equals(beginning)) {
                        fits.add(text, count);
                    }
                }
            }
            if (count == words.size()) {
                return;
            }
            digest = grown(digest, words.get(count));
        }
    }

    private static long grown(long digest, String word) {
        long mixed = (digest ^ word.hashCode()) * FACTOR + 1;
        return mixed ^ mixed >>> 29;
    }

    private static int bit(long digest) {
        return (int) (digest >>> Long.SIZE - FILTER_BITS);
    }
}
