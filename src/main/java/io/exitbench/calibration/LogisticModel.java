package io.exitbench.calibration;

/**
 * Logistic regression over a few standardised features, fitted by gradient descent on the mean
 * cross-entropy with a small ridge; the same data give the same weights on every machine.
 */
public final class LogisticModel {
    private static final int STEPS = 500;
    private static final double RATE = 1;
    private static final double RIDGE = 1e-3;
    private static final double SMALLEST_DEVIATION = 1e-9;

    private final double[] mean;
    private final double[] deviation;
    private final double[] weights;
    private double bias;

    private LogisticModel(double[] mean, double[] deviation) {
        this.mean = mean;
        this.deviation = deviation;
        weights = new double[mean.length];
    }

    /**
     * Fits a model.
     *
     * @param features of each case, all of one length
     * @param holds whether the case holds
     * @return the model; without cases it says one half of everything
     */
    public static LogisticModel fit(double[][] features, boolean[] holds) {
        int width = features.length == 0 ? 0 : features[0].length;
        LogisticModel model = new LogisticModel(new double[width], new double[width]);
        model.standardise(features);
        for (int step = 0; step < STEPS && features.length > 0; step++) {
            model.descend(features, holds);
        }
        return model;
    }

    private void standardise(double[][] features) {
        for (int i = 0; i < mean.length; i++) {
            for (double[] row : features) {
                mean[i] += row[i] / features.length;
            }
            double squares = 0;
            for (double[] row : features) {
                squares += (row[i] - mean[i]) * (row[i] - mean[i]);
            }
            deviation[i] = Math.max(SMALLEST_DEVIATION, Math.sqrt(squares / features.length));
        }
    }

    private void descend(double[][] features, boolean[] holds) {
        double[] gradient = new double[weights.length];
        double biasGradient = 0;
        for (int row = 0; row < features.length; row++) {
            double error = probability(features[row]) - (holds[row] ? 1 : 0);
            biasGradient += error;
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] += error * scaled(features[row], i);
            }
        }
        bias -= RATE * biasGradient / features.length;
        for (int i = 0; i < gradient.length; i++) {
            weights[i] -= RATE * (gradient[i] / features.length + RIDGE * weights[i]);
        }
    }

    private double scaled(double[] features, int i) {
        return (features[i] - mean[i]) / deviation[i];
    }

    /**
     * @param features of a case
     * @return probability that it holds, 0 to 1
     */
    public double probability(double... features) {
        double logit = bias;
        for (int i = 0; i < weights.length; i++) {
            logit += weights[i] * scaled(features, i);
        }
        return 1 / (1 + Math.exp(-logit));
    }
}
