package io.exitbench.model;

/**
 * One fully connected layer of a trained net, y = x W + b.
 *
 * @param inputs length of x
 * @param outputs length of y
 * @param weights W, [inputs × outputs] row-major; shared, not copied
 * @param biases b, [outputs]; shared, not copied
 */
public record DenseLayer(int inputs, int outputs, float[] weights, float[] biases) {
    /**
     * @throws IllegalArgumentException if the arrays do not have the declared sizes
     */
    public DenseLayer {
        if (weights.length != Math.multiplyExact(inputs, outputs) || biases.length != outputs) {
            throw new IllegalArgumentException("weights do not have the declared shape");
        }
    }

    /**
     * @param x input
     * @return x W + b
     */
    public float[] apply(float[] x) {
        float[] y = biases.clone();
        add(x, 0, y);
        return y;
    }

    /**
     * Adds what some of the inputs give, one after another.
     *
     * @param x these inputs
     * @param first which of the layer's the first of them is
     * @param y what is added to, [outputs]
     */
    void add(float[] x, int first, float[] y) {
        int i = 0;
        // Four at a time, so that y is read and written a quarter as often; the order is the same.
        for (; i < x.length - 3; i += 4) {
            float x0 = x[i];
            float x1 = x[i + 1];
            float x2 = x[i + 2];
            float x3 = x[i + 3];
            int row0 = (first + i) * outputs;
            int row1 = row0 + outputs;
            int row2 = row1 + outputs;
            int row3 = row2 + outputs;
            for (int k = 0; k < outputs; k++) {
                y[k] =
                        y[k]
                                + x0 * weights[row0 + k]
                                + x1 * weights[row1 + k]
                                + x2 * weights[row2 + k]
                                + x3 * weights[row3 + k];
            }
        }
        for (; i < x.length; i++) {
            int row = (first + i) * outputs;
            for (int k = 0; k < outputs; k++) {
                y[k] += x[i] * weights[row + k];
            }
        }
    }

    /**
     * @param factor of weights and biases
     * @return the layer whose output is so many times this one's
     */
    public DenseLayer scaled(float factor) {
        float[] scaledWeights = weights.clone();
        float[] scaledBiases = biases.clone();
        for (int i = 0; i < scaledWeights.length; i++) {
            scaledWeights[i] *= factor;
        }
        for (int i = 0; i < scaledBiases.length; i++) {
            scaledBiases[i] *= factor;
        }
        return new DenseLayer(inputs, outputs, scaledWeights, scaledBiases);
    }
}
