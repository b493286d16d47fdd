package io.exitbench.finetune;

/**
 * Layer normalisation of rows, with its hand-written derivative.
 *
 * @param gain one a column, or null for none
 * @param bias one a column, or null for none
 */
record ReferenceLayerNorm(ReferenceTensor gain, ReferenceTensor bias) {
    private static final double EPSILON = 1e-5;

    double[][] forward(double[][] x) {
        double[][] y = new double[x.length][];
        for (int row = 0; row < x.length; row++) {
            double[] n = normalised(x[row]);
            for (int i = 0; gain != null && i < n.length; i++) {
                n[i] = n[i] * gain.values()[i] + bias.values()[i];
            }
            y[row] = n;
        }
        return y;
    }

    double[][] backward(double[][] x, double[][] dy) {
        double[][] dx = new double[x.length][];
        for (int row = 0; row < x.length; row++) {
            dx[row] = backward(x[row], dy[row]);
        }
        return dx;
    }

    private double[] backward(double[] x, double[] dy) {
        int size = x.length;
        double[] n = normalised(x);
        double[] dn = dy.clone();
        double meanOfDn = 0;
        double meanOfProduct = 0;
        for (int i = 0; i < size; i++) {
            if (gain != null) {
                gain.gradient()[i] += dy[i] * n[i];
                bias.gradient()[i] += dy[i];
                dn[i] *= gain.values()[i];
            }
            meanOfDn += dn[i] / size;
            meanOfProduct += dn[i] * n[i] / size;
        }
        double[] dx = new double[size];
        double deviation = deviation(x);
        for (int i = 0; i < size; i++) {
            dx[i] = (dn[i] - meanOfDn - n[i] * meanOfProduct) / deviation;
        }
        return dx;
    }

    private static double[] normalised(double[] x) {
        double mean = mean(x);
        double deviation = deviation(x);
        double[] n = new double[x.length];
        for (int i = 0; i < n.length; i++) {
            n[i] = (x[i] - mean) / deviation;
        }
        return n;
    }

    private static double mean(double[] x) {
        double sum = 0;
        for (double value : x) {
            sum += value;
        }
        return sum / x.length;
    }

    private static double deviation(double[] x) {
        double mean = mean(x);
        double sum = 0;
        for (double value : x) {
            sum += (value - mean) * (value - mean);
        }
        return Math.sqrt(sum / x.length + EPSILON);
    }
}
