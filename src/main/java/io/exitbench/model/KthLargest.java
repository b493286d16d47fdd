package io.exitbench.model;

import java.util.Arrays;

/** Selection from many numbers without sorting them. */
final class KthLargest {
    private KthLargest() {}

    /**
     * @param values in any order, none of them NaN
     * @param count how many of them there are, the first ones
     * @param k from 1, at most the count
     * @return the number that k − 1 others are at least as large as
     */
    static float of(float[] values, int count, int k) {
        // The k largest so far; each is at most as large as the two below it.
        float[] heap = Arrays.copyOf(values, k);
        for (int at = k / 2 - 1; at >= 0; at--) {
            sink(heap, at, heap[at]);
        }
        for (int i = k; i < count; i++) {
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
