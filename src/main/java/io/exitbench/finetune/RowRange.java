package io.exitbench.finetune;

import java.util.ArrayList;
import java.util.List;

/**
 * Tokens of a pass whose logits are in memory together.
 *
 * @param from first, counted through all sequences from 0
 * @param to behind the last
 */
record RowRange(long from, long to) {
    /**
     * Splits a pass into as few ranges as that allows, as even as can be.
     *
     * @param rows tokens of the pass
     * @param most of them in one range, at least 1
     * @return ranges that cover all tokens in order
     */
    static List<RowRange> split(long rows, long most) {
        long parts = (rows + most - 1) / most;
        long size = (rows + parts - 1) / parts;
        List<RowRange> ranges = new ArrayList<>();
        for (long from = 0; from < rows; from += size) {
            ranges.add(new RowRange(from, Math.min(rows, from + size)));
        }
        return ranges;
    }

    long count() {
        return to - from;
    }
}
