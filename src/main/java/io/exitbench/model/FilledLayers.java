package io.exitbench.model;

import java.util.Arrays;

/**
 * Up to where one completion's keys and values are there in each layer, so that a row that would
 * attend to an entry which nobody has written is refused.
 */
final class FilledLayers {
    /** For each layer the position before which all entries are there. */
    private final int[] filled;

    FilledLayers(int layers) {
        filled = new int[layers];
    }

    /** Forgets every entry. */
    void clear() {
        Arrays.fill(filled, 0);
    }

    /** Forgets every entry at a position or later. */
    void forgetAfter(int position) {
        for (int layer = 0; layer < filled.length; layer++) {
            filled[layer] = Math.min(filled[layer], position);
        }
    }

    /**
     * Notes that rows are written in some layers.
     *
     * @param positions of the rows, ascending
     * @param first first layer
     * @param last layer after the last
     * @throws IllegalArgumentException if an entry before the last row would still be missing
     */
    void fill(long[] positions, int first, int last) {
        long end = positions[positions.length - 1] + 1;
        for (int layer = first; layer < last; layer++) {
            int before = filled[layer];
            if (end > before && after(positions, before) != end - before) {
                throw new IllegalArgumentException(
                        "Position "
                                + (end - 1)
                                + " was to run through layer "
                                + (layer + 1)
                                + ", whose keys and values are there only before position "
                                + before
                                + "; run or propagate the tokens between first.");
            }
        }
        for (int layer = first; layer < last; layer++) {
            filled[layer] = Math.max(filled[layer], (int) end);
        }
    }

    private static int after(long[] positions, int before) {
        int count = 0;
        for (long position : positions) {
            count += position >= before ? 1 : 0;
        }
        return count;
    }
}
