package io.exitbench.model;

/** Sums of products in float32, in an order that no machine changes. */
final class DotProduct {
    /** Sums that do not wait for one another; a processor adds several at once. */
    private static final int SUMS = 8;

    private DotProduct() {}

    /**
     * @param x all of its values are taken
     * @param y as many of its values are
     * @param from the first of them
     * @return the sum of the products
     */
    static float of(float[] x, float[] y, int from) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        int i = 0;
        for (; i < x.length - SUMS + 1; i += SUMS) {
            s0 += x[i] * y[from + i];
            s1 += x[i + 1] * y[from + i + 1];
            s2 += x[i + 2] * y[from + i + 2];
            s3 += x[i + 3] * y[from + i + 3];
            s4 += x[i + 4] * y[from + i + 4];
            s5 += x[i + 5] * y[from + i + 5];
            s6 += x[i + 6] * y[from + i + 6];
            s7 += x[i + 7] * y[from + i + 7];
        }
        for (; i < x.length; i++) {
            s0 += x[i] * y[from + i];
        }
        return s0 + s4 + (s1 + s5) + (s2 + s6 + (s3 + s7));
    }
}
