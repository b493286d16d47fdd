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
     * @throws ExitBenchException if too few of them are numbers
     */
    static int[] indices(float[] values, int count) {
        float least = leastOfLargest(values, count);
        int equal = count;
        for (float value : values) {
            equal -= value > least ? 1 : 0;
        }
        int[] indices = new int[count];
        int next = 0;
        for (int i = 0; i < values.length && next < count; i++) {
            boolean tied = values[i] == least && equal > 0;
            if (values[i] > least || tied) {
                indices[next] = i;
                next++;
                equal -= tied ? 1 : 0;
            }
        }
        if (next < count) {
            throw new ExitBenchException(
                    "A logit of the model is not a number: its weights are damaged, or too large for"
                            + " its compute type.");
        }
        return indices;
    }

    private static float leastOfLargest(float[] values, int count) {
        // The largest so far; each is at most as large as the two below it.
        float[] heap = Arrays.copyOf(values, count);
        for (int at = count / 2 - 1; at >= 0; at--) {
            sink(heap, at, heap[at]);
        }
        for (int i = count; i < values.length; i++) {
            if (values[i] > heap[0]) {
                sink(heap, 0, values[i]);
            }
        }
        return heap[0];
    }

    private static void sink(float[] heap, int from, float value) {
        int at = from;
        int child = 2 * at + 1;
        while (child < heap.length) {
            if (child + 1 < heap.length && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= value) {
                break;
            }
            heap[at] = heap[child];
            at = child;
            child = 2 * at + 1;
        }
        heap[at] = value;
    }
}
