package io.exitbench.finetune;

import java.util.Random;

/** Random token ids. */
final class Sequences {
    private Sequences() {}

    /**
     * @param length tokens to predict; a sequence has one more
     */
    static int[][] random(int count, int length, int vocabulary, long seed) {
        Random random = new Random(seed);
        int[][] sequences = new int[count][];
        for (int i = 0; i < count; i++) {
            sequences[i] = random.ints(length + 1, 0, vocabulary).toArray();
        }
        return sequences;
    }
}
