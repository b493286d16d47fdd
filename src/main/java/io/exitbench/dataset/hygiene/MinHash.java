package io.exitbench.dataset.hygiene;

import java.util.Arrays;
import java.util.List;

/**
 * MinHash signatures over the set of a file's token 5-grams (Broder, Sequences 1997): the share of
 * equal entries of two signatures estimates the Jaccard similarity of the sets. With 64 entries the
 * standard error is at most 0.0625.
 */
public final class MinHash {
    /** Entries of a signature. */
    public static final int LENGTH = 64;

    private static final int GRAM = 5;
    private static final long BASE = 0x9E3779B97F4A7C15L;

    private MinHash() {}

    /**
     * @param tokens of a file, at least one
     * @return its signature, {@link #LENGTH} entries; a file shorter than 5 tokens is one gram
     */
    public static int[] signature(List<String> tokens) {
        int[] smallest = new int[LENGTH];
        Arrays.fill(smallest, Integer.MAX_VALUE);
        long[] window = new long[GRAM];
        int filled = 0;
        for (String token : tokens) {
            window[filled % GRAM] = hash(token);
            filled++;
            if (filled >= GRAM) {
                add(gram(window, filled), smallest);
            }
        }
        if (filled < GRAM) {
            add(gram(window, filled), smallest);
        }
        return smallest;
    }

    /**
     * @param a a signature
     * @param b another
     * @return estimated Jaccard similarity, 0 to 1
     */
    public static double similarity(int[] a, int[] b) {
        int equal = 0;
        for (int i = 0; i < LENGTH; i++) {
            equal += a[i] == b[i] ? 1 : 0;
        }
        return (double) equal / LENGTH;
    }

    private static long gram(long[] window, int filled) {
        long hash = 0;
        for (int i = 0; i < GRAM; i++) {
            hash = (hash + window[(filled + i) % GRAM]) * BASE;
            hash ^= hash >>> 29;
        }
        return hash;
    }

    /** Two independent halves of one hash give as many hash functions as are needed. */
    private static void add(long gram, int[] smallest) {
        long mixed = mix(gram);
        int value = (int) mixed;
        int step = (int) (mixed >>> 32) | 1;
        for (int i = 0; i < LENGTH; i++) {
            int scrambled = value * 0x85EBCA6B;
            scrambled ^= scrambled >>> 15;
            smallest[i] = Math.min(smallest[i], scrambled);
            value += step;
        }
    }

    private static long hash(String token) {
        long hash = 1125899906842597L;
        for (int i = 0; i < token.length(); i++) {
            hash = 31 * hash + token.charAt(i);
        }
        return mix(hash);
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
