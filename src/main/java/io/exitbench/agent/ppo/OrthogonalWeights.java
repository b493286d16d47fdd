package io.exitbench.agent.ppo;

/**
 * Orthogonal initial weights (Saxe et al., 2014), the start PPO implementations use: rows or
 * columns, whichever are fewer, are orthonormal times a gain.
 */
public final class OrthogonalWeights {
    private OrthogonalWeights() {}

    /**
     * Draws weights.
     *
     * @param inputs of the layer
     * @param outputs of the layer
     * @param gain that the orthonormal vectors are multiplied with
     * @param random where they come from
     * @return [inputs][outputs]
     */
    public static double[][] draw(int inputs, int outputs, double gain, RandomState random) {
        boolean wide = inputs < outputs;
        int vectors = Math.min(inputs, outputs);
        int length = Math.max(inputs, outputs);
        double[][] basis = new double[vectors][length];
        for (int i = 0; i < vectors; i++) {
            for (int k = 0; k < length; k++) {
                basis[i][k] = random.nextGaussian();
            }
            // Twice: one pass of Gram–Schmidt loses orthogonality to rounding.
            removeEarlier(basis, i);
            removeEarlier(basis, i);
            scale(basis[i], 1 / Math.sqrt(dot(basis[i], basis[i])));
        }
        double[][] weights = new double[inputs][outputs];
        for (int in = 0; in < inputs; in++) {
            for (int out = 0; out < outputs; out++) {
                weights[in][out] = gain * (wide ? basis[in][out] : basis[out][in]);
            }
        }
        return weights;
    }

    private static void removeEarlier(double[][] basis, int index) {
        for (int i = 0; i < index; i++) {
            double along = dot(basis[index], basis[i]);
            for (int k = 0; k < basis[index].length; k++) {
                basis[index][k] -= along * basis[i][k];
            }
        }
    }

    private static void scale(double[] vector, double factor) {
        for (int k = 0; k < vector.length; k++) {
            vector[k] *= factor;
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
