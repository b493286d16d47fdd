package io.exitbench.model;

import io.exitbench.ExitBenchException;
import java.util.Arrays;

/** Selection of the largest of many numbers without sorting them. */
final class LargestValues {
    private LargestValues() {}

    /**
     * @param values in any order
     * @param count from 1, at most the values
     * @return indices of the largest values, ascending; of equal values the first
     * @throws ExitBenchException if one that is no number is among them, as too few are above
     *     negative infinity
     */
    static int[] indices(float[] values, int count) {
        // The largest so far; each is at most as large as the two below it.
        long[] heap = new long[count];
        for (int i = 0; i < count; i++) {
            heap[i] = key(values, i);
        }
        for (int at = count / 2 - 1; at >= 0; at--) {
            sink(heap, at, heap[at]);
        }
        float least = value(heap[0]);
        for (int i = count; i < values.length; i++) {
            if (values[i] > least) {
                sink(heap, 0, key(values, i));
                least = value(heap[0]);
            }
        }
        if (isNoNumber(heap[0])) {
            throw new ExitBenchException(
                    "A logit of the model is not a number: its weights are damaged, or too large for"
                            + " its compute type.");
        }
        return Arrays.stream(heap).mapToInt(LargestValues::index).sorted().toArray();
    }

    /** Larger for a larger value, and of equal ones for an earlier; least where it is no number. */
    private static long key(float[] values, int index) {
        // Minus zero equals zero.
        int bits = Float.floatToRawIntBits(values[index] + 0f);
        int ordered = bits ^ (bits >> 31 & Integer.MAX_VALUE);
        return (long) (Float.isNaN(values[index]) ? Integer.MIN_VALUE : ordered) << 32
                | Integer.toUnsignedLong(~index);
    }

    private static int index(long key) {
        return ~(int) key;
    }

    /** Where that is no number, nothing is less than it. */
    private static float value(long key) {
        int ordered = (int) (key >> 32);
        return isNoNumber(key)
                ? Float.NEGATIVE_INFINITY
                : Float.intBitsToFloat(ordered ^ (ordered >> 31 & Integer.MAX_VALUE));
    }

    private static boolean isNoNumber(long key) {
        return (int) (key >> 32) == Integer.MIN_VALUE;
    }

    private static void sink(long[] heap, int from, long key) {
        int at = from;
        int child = 2 * at + 1;
        while (child < heap.length) {
            if (child + 1 < heap.length && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= key) {
                break;
            }
            heap[at] = heap[child];
            at = child;
            child = 2 * at + 1;
        }
        heap[at] = key;
    }
}
