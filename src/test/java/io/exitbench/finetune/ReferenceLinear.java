package io.exitbench.finetune;

/**
 * {@code y = x W' + b} on rows, with its hand-written derivative.
 *
 * @param weight {@code [out, in]}
 * @param bias {@code [out]}, or null for none
 */
record ReferenceLinear(ReferenceTensor weight, ReferenceTensor bias) {
    double[][] forward(double[][] x) {
        int out = weight.rows();
        int in = weight.columns();
        double[][] y = new double[x.length][out];
        for (int row = 0; row < x.length; row++) {
            for (int o = 0; o < out; o++) {
                double sum = bias == null ? 0 : bias.values()[o];
                for (int i = 0; i < in; i++) {
                    sum += x[row][i] * weight.values()[o * in + i];
                }
                y[row][o] = sum;
            }
        }
        return y;
    }

    /** Accumulates the weights' gradients and returns that of the input. */
    double[][] backward(double[][] x, double[][] dy) {
        int out = weight.rows();
        int in = weight.columns();
        double[][] dx = new double[x.length][in];
        for (int row = 0; row < x.length; row++) {
            for (int o = 0; o < out; o++) {
                double g = dy[row][o];
                if (bias != null) {
                    bias.gradient()[o] += g;
                }
                for (int i = 0; i < in; i++) {
                    weight.gradient()[o * in + i] += g * x[row][i];
                    dx[row][i] += g * weight.values()[o * in + i];
                }
            }
        }
        return dx;
    }
}
