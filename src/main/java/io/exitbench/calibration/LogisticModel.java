package io.exitbench.calibration;

import java.util.Arrays;

/**
 * Logistic regression over standardised features with a small ridge, fitted by Newton's method
 * (iteratively reweighted least squares); the same data give the same weights on every machine.
 */
public final class LogisticModel {
    private static final int MOST_STEPS = 12;
    private static final int MOST_HALVINGS = 20;
    private static final double RIDGE = 1e-3;

    /** Keeps the intercept's equation solvable where every case is certain. */
    private static final double INTERCEPT_RIDGE = 1e-6;

    private static final double SMALLEST_DEVIATION = 1e-9;
    private static final double SMALLEST_GAIN = 1e-7;

    private final double[] mean;
    private final double[] deviation;

    /** Of the features, then the intercept. */
    private double[] weights;

    private LogisticModel(int features) {
        mean = new double[features];
        deviation = new double[features];
        Arrays.fill(deviation, 1);
        weights = new double[features + 1];
    }

    /**
     * Fits a model.
     *
     * @param features of each case, all of one length
     * @param holds whether the case holds
     * @return the model; without cases it says one half of everything
     */
    public static LogisticModel fit(double[][] features, boolean[] holds) {
        LogisticModel model = new LogisticModel(features.length == 0 ? 0 : features[0].length);
        if (features.length > 0) {
            model.standardise(features);
            double[][] rows =
                    Arrays.stream(features).map(model::standardised).toArray(double[][]::new);
            model.descend(rows, holds);
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

    /** With a 1 at the end, which the intercept is multiplied by. */
    private double[] standardised(double[] features) {
        double[] row = new double[mean.length + 1];
        for (int i = 0; i < mean.length; i++) {
            row[i] = (features[i] - mean[i]) / deviation[i];
        }
        row[mean.length] = 1;
        return row;
    }

    private void descend(double[][] rows, boolean[] holds) {
        double loss = loss(weights, rows, holds);
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] direction = newtonDirection(rows, holds);
            double size = 1;
            double[] moved = moved(direction, size);
            double reached = loss(moved, rows, holds);
            for (int i = 0; i < MOST_HALVINGS && !(reached <= loss); i++) {
                size /= 2;
                moved = moved(direction, size);
                reached = loss(moved, rows, holds);
            }
            if (!(loss - reached > SMALLEST_GAIN)) {
                return;
            }
            weights = moved;
            loss = reached;
        }
    }

    private double[] moved(double[] direction, double size) {
        double[] moved = weights.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] -= size * direction[i];
        }
        return moved;
    }

    private double[] newtonDirection(double[][] rows, boolean[] holds) {
        int width = weights.length;
        double[] gradient = new double[width];
        double[] certainty = new double[rows.length];
        for (int row = 0; row < rows.length; row++) {
            double probability = sigmoid(logit(weights, rows[row]));
            double error = (probability - (holds[row] ? 1 : 0)) / rows.length;
            certainty[row] = probability * (1 - probability) / rows.length;
            for (int i = 0; i < width; i++) {
                gradient[i] += error * rows[row][i];
            }
        }
        double[] ridge = new double[width];
        for (int i = 0; i < width; i++) {
            ridge[i] = ridge(i);
            gradient[i] += ridge[i] * weights[i];
        }
        return new Curvature(rows, certainty, ridge).solve(gradient);
    }

    private double ridge(int weight) {
        return weight < mean.length ? RIDGE : INTERCEPT_RIDGE;
    }

    private double loss(double[] at, double[][] rows, boolean[] holds) {
        double sum = 0;
        for (int row = 0; row < rows.length; row++) {
            double logit = logit(at, rows[row]);
            // log(1 + exp(-z)) without overflow, z being the logit of what is the case.
            double z = holds[row] ? logit : -logit;
            sum += Math.max(0, -z) + Math.log1p(Math.exp(-Math.abs(z)));
        }
        double penalty = 0;
        for (int i = 0; i < at.length; i++) {
            penalty += ridge(i) * at[i] * at[i] / 2;
        }
        return sum / rows.length + penalty;
    }

    private static double logit(double[] weights, double[] row) {
        double logit = 0;
        for (int i = 0; i < weights.length; i++) {
            logit += weights[i] * row[i];
        }
        return logit;
    }

    private static double sigmoid(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }

    /**
     * @param features of a case
     * @return probability that it holds, 0 to 1
     */
    public double probability(double... features) {
        return weights.length == 1
                ? sigmoid(weights[0])
                : sigmoid(logit(weights, standardised(features)));
    }
}
