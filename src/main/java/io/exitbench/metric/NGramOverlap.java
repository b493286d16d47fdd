package io.exitbench.metric;

import java.util.HashMap;
import java.util.Map;

/**
 * How many n-grams two sequences of symbols have and share, for every n up to a limit. A shared
 * n-gram counts as often as it occurs in both (clipped counts, Papineni et al. 2002).
 */
final class NGramOverlap {
    private final int[] matches;
    private final int predictionLength;
    private final int referenceLength;

    /**
     * @param prediction symbols
     * @param reference symbols
     * @param maxOrder the longest n-grams to count, at least 1
     */
    NGramOverlap(int[] prediction, int[] reference, int maxOrder) {
        matches = new int[maxOrder];
        predictionLength = prediction.length;
        referenceLength = reference.length;
        // An n-gram is numbered by the number of its first n-1 symbols and its last symbol.
        int[] predicted = new int[prediction.length];
        int[] expected = new int[reference.length];
        for (int order = 1; order <= maxOrder; order++) {
            if (predicted(order) == 0 || expected(order) == 0) {
                break;
            }
            Map<Long, Integer> numbers = new HashMap<>(2 * expected(order));
            int[] counts = new int[expected(order)];
            for (int i = 0; i < expected(order); i++) {
                long key = ((long) expected[i] << Integer.SIZE) | (reference[i + order - 1] & MASK);
                Integer known = numbers.putIfAbsent(key, numbers.size());
                expected[i] = known == null ? numbers.size() - 1 : known;
                counts[expected[i]]++;
            }
            for (int i = 0; i < predicted(order); i++) {
                long key =
                        ((long) predicted[i] << Integer.SIZE) | (prediction[i + order - 1] & MASK);
                // An n-gram the reference lacks, and so every longer one, is numbered -1.
                predicted[i] = predicted[i] < 0 ? -1 : numbers.getOrDefault(key, -1);
                if (predicted[i] >= 0 && counts[predicted[i]]-- > 0) {
                    matches[order - 1]++;
                }
            }
        }
    }

    private static final long MASK = 0xffffffffL;

    /** n-grams that both have. */
    int matches(int order) {
        return matches[order - 1];
    }

    /** n-grams of the prediction. */
    int predicted(int order) {
        return Math.max(0, predictionLength - order + 1);
    }

    /** n-grams of the reference. */
    int expected(int order) {
        return Math.max(0, referenceLength - order + 1);
    }
}
