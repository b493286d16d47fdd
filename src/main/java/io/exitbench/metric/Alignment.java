package io.exitbench.metric;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Longest common subsequence and Levenshtein distance of two sequences of symbols, 64 cells of the
 * table at a time (Myers 1999 and Hyyrö 2003, 2004: bit-vector algorithms). Time is |a|·⌈|b|/64⌉.
 */
final class Alignment {
    private static final long[] ABSENT = {};

    private Alignment() {}

    /** The length of the longest common subsequence, at most the length of the shorter sequence. */
    static int longestCommonSubsequence(int[] a, int[] b) {
        int blocks = blocks(b);
        Map<Integer, long[]> positions = positions(b, blocks);
        long[] rows = new long[blocks];
        Arrays.fill(rows, -1L);
        for (int symbol : a) {
            long[] matches = positions.getOrDefault(symbol, ABSENT);
            if (matches.length == 0) {
                continue;
            }
            long carry = 0;
            for (int block = 0; block < blocks; block++) {
                long row = rows[block];
                long hit = row & matches[block];
                long sum = row + hit;
                long first = Long.compareUnsigned(sum, row) < 0 ? 1 : 0;
                long withCarry = sum + carry;
                carry = first | (Long.compareUnsigned(withCarry, sum) < 0 ? 1 : 0);
                rows[block] = withCarry | (row & ~matches[block]);
            }
        }
        int length = 0;
        for (int block = 0; block < blocks; block++) {
            int used = Math.min(Long.SIZE, b.length - block * Long.SIZE);
            long mask = used == Long.SIZE ? -1L : (1L << used) - 1;
            length += Long.bitCount(~rows[block] & mask);
        }
        return length;
    }

    /** The least number of insertions, deletions and substitutions that turn one into the other. */
    static int levenshtein(int[] a, int[] b) {
        if (b.length == 0) {
            return a.length;
        }
        int blocks = blocks(b);
        Map<Integer, long[]> positions = positions(b, blocks);
        long[] none = new long[blocks];
        long[] rises = new long[blocks];
        long[] falls = new long[blocks];
        Arrays.fill(rises, -1L);
        int last = (b.length - 1) % Long.SIZE;
        int distance = b.length;
        for (int symbol : a) {
            long[] matches = positions.getOrDefault(symbol, none);
            long riseIn = 1;
            long fallIn = 0;
            for (int block = 0; block < blocks; block++) {
                long rise = rises[block];
                long fall = falls[block];
                long match = matches[block] | fallIn;
                long diagonal = (((match & rise) + rise) ^ rise) | match | fall;
                long riseAcross = fall | ~(diagonal | rise);
                long fallAcross = diagonal & rise;
                if (block == blocks - 1) {
                    distance +=
                            (int) ((riseAcross >>> last) & 1) - (int) ((fallAcross >>> last) & 1);
                }
                long riseShifted = (riseAcross << 1) | riseIn;
                long fallShifted = (fallAcross << 1) | fallIn;
                riseIn = riseAcross >>> (Long.SIZE - 1);
                fallIn = fallAcross >>> (Long.SIZE - 1);
                rises[block] = fallShifted | ~(diagonal | riseShifted);
                falls[block] = riseShifted & diagonal;
            }
        }
        return distance;
    }

    private static int blocks(int[] symbols) {
        return (symbols.length + Long.SIZE - 1) / Long.SIZE;
    }

    /** For each symbol a bit for every position at which it stands. */
    private static Map<Integer, long[]> positions(int[] symbols, int blocks) {
        Map<Integer, long[]> positions = new HashMap<>();
        for (int i = 0; i < symbols.length; i++) {
            positions.computeIfAbsent(symbols[i], symbol -> new long[blocks])[i / Long.SIZE] |=
                    1L << (i % Long.SIZE);
        }
        return positions;
    }
}
