package io.exitbench.finetune;

import java.util.Arrays;

/**
 * A weight of the double-precision reference and the gradient that was found for it.
 *
 * @param name without prefix
 * @param rows 1 for vectors
 * @param values row-major
 * @param gradient accumulated, row-major
 */
record ReferenceTensor(String name, int rows, double[] values, double[] gradient) {
    static ReferenceTensor of(String name, int rows, float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return new ReferenceTensor(name, rows, wide, new double[wide.length]);
    }

    boolean matrix() {
        return rows > 1;
    }

    int columns() {
        return values.length / rows;
    }

    void clear() {
        Arrays.fill(gradient, 0);
    }
}
