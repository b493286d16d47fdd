package io.exitbench.model;

import java.util.Arrays;

/**
 * What a token's row of the LM head gives a net's first units at one exit. It depends on nothing
 * else, and code repeats its tokens, so that the products of recent ones are kept: reading them is
 * a 256th of reading the layer's weights. What is kept changes no bit of any result.
 */
final class RowProducts {
    /** A power of two: a token's place are the lowest bits of its number. */
    private static final int PLACES = 1024;

    private static final int NOBODY = -1;

    private final DenseLayer layer;
    private final int first;
    private final HeadRows head;
    private final int[] kept = new int[PLACES];
    private final float[][] products = new float[PLACES][];
    private final float[] row;

    /**
     * @param layer of the exit
     * @param first which of its inputs is the row's first number
     */
    RowProducts(DenseLayer layer, int first, HeadRows head) {
        this.layer = layer;
        this.first = first;
        this.head = head;
        row = new float[head.width()];
        Arrays.fill(kept, NOBODY);
    }

    /**
     * @param token whose row it is
     * @param units what its products are added to
     */
    void add(int token, float[] units) {
        int place = token & (PLACES - 1);
        if (kept[place] != token) {
            head.copy(token, row, 0);
            float[] fresh = new float[layer.outputs()];
            layer.add(row, first, fresh);
            products[place] = fresh;
            kept[place] = token;
        }
        float[] own = products[place];
        for (int i = 0; i < units.length; i++) {
            units[i] += own[i];
        }
    }
}
