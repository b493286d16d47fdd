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
        for (int i = 0; i < inputs; i++) {
            float value = x[i];
            int row = i * outputs;
            for (int k = 0; k < outputs; k++) {
                y[k] += value * weights[row + k];
            }
        }
        return y;
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
