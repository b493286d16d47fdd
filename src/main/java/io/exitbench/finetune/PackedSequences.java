package io.exitbench.finetune;

import io.exitbench.ExitBenchException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Token streams packed into sequences of one length: in each epoch the files stand in a new seeded
 * order, one after the other, and are cut without padding. Every step's batch depends on nothing
 * but the seed and the step, so a resumed training sees what an uninterrupted one sees. One thread
 * at a time.
 */
public final class PackedSequences {
    private final List<int[]> files;
    private final int length;
    private final long seed;
    private final long perEpoch;
    private List<int[]> ordered = List.of();
    private long orderedEpoch = -1;

    /**
     * @param files token ids of each file
     * @param length tokens a sequence predicts; it holds one more
     * @param seed of the orders
     * @throws ExitBenchException if there are too few tokens for one sequence
     */
    public PackedSequences(List<int[]> files, int length, long seed) {
        this.files = List.copyOf(files);
        this.length = length;
        this.seed = seed;
        long tokens = files.stream().mapToLong(file -> file.length).sum();
        perEpoch = (tokens - 1) / length;
        if (perEpoch < 1) {
            throw new ExitBenchException(
                    "The training data has "
                            + tokens
                            + " tokens, too few for one sequence of "
                            + (length + 1)
                            + "; give more files or shorter sequences.");
        }
    }

    /**
     * @return sequences before the files are ordered anew
     */
    public long perEpoch() {
        return perEpoch;
    }

    /**
     * Consecutive sequences.
     *
     * @param first number of the first, from 0, over all epochs
     * @param count how many
     * @return {@code count} sequences of {@code length + 1} tokens
     */
    public int[][] batch(long first, int count) {
        int[][] batch = new int[count][];
        for (int i = 0; i < count; i++) {
            batch[i] = sequence(first + i);
        }
        return batch;
    }

    private int[] sequence(long number) {
        long skip = number % perEpoch * length;
        int[] sequence = new int[length + 1];
        int filled = 0;
        for (int[] file : order(number / perEpoch)) {
            if (skip >= file.length) {
                skip -= file.length;
                continue;
            }
            int count = Math.min(file.length - (int) skip, sequence.length - filled);
            System.arraycopy(file, (int) skip, sequence, filled, count);
            filled += count;
            skip = 0;
            if (filled == sequence.length) {
                break;
            }
        }
        return sequence;
    }

    /** The files as an epoch has them; kept, since consecutive sequences share it. */
    private List<int[]> order(long epoch) {
        if (epoch != orderedEpoch) {
            ordered = new ArrayList<>(files);
            Collections.shuffle(ordered, new Random(seed + epoch));
            orderedEpoch = epoch;
        }
        return ordered;
    }
}
