package io.exitbench.calibration;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.exception.MaxCountExceededException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.ConjugateGradient;
import org.apache.commons.math3.linear.JacobiPreconditioner;
import org.apache.commons.math3.linear.RealLinearOperator;
import org.apache.commons.math3.linear.RealVector;

/**
 * Second derivatives of a regression's loss: a weighted sum of the cases' outer products, and a
 * ridge. Where there are few features the equations are solved exactly. Where a case is as wide as
 * the state of a model of billions of weights, that would take minutes for each step, and they are
 * solved by conjugate gradients (Hestenes and Stiefel 1952), as truncated Newton methods do (Dembo
 * and Steihaug, Mathematical Programming 26, 1983). The same data give the same bits on any number
 * of processors.
 */
final class Curvature extends RealLinearOperator {
    /** Features up to which the matrix is made; twice as many take eight times as long. */
    static final int WIDEST_EXACT = 1024;

    /** Of the right side, what a direction may leave over. */
    private static final double TOLERANCE = 0.01;

    private static final int MOST_STEPS = 200;

    /** Sums of so many parts of the cases are added, in order, whoever computes them. */
    private static final int PARTS = 16;

    private final double[][] rows;
    private final double[] weights;
    private final double[] ridge;

    /**
     * @param rows cases, all of one width
     * @param weights of the cases, at least 0
     * @param ridge of each feature, above 0
     */
    Curvature(double[][] rows, double[] weights, double[] ridge) {
        this.rows = rows;
        this.weights = weights;
        this.ridge = ridge;
    }

    /**
     * @param right side of the equations
     * @return what this matrix maps to it
     */
    double[] solve(double[] right) {
        return right.length <= WIDEST_EXACT ? exactly(right) : iteratively(right);
    }

    double[] exactly(double[] right) {
        int width = right.length;
        double[][] matrix = new double[width][width];
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; i < width; i++) {
                double scaled = weights[row] * rows[row][i];
                for (int j = 0; j <= i; j++) {
                    matrix[i][j] += scaled * rows[row][j];
                }
            }
        }
        for (int i = 0; i < width; i++) {
            matrix[i][i] += ridge[i];
            for (int j = 0; j < i; j++) {
                matrix[j][i] = matrix[i][j];
            }
        }
        return new CholeskyDecomposition(new Array2DRowRealMatrix(matrix, false))
                .getSolver()
                .solve(new ArrayRealVector(right, false))
                .toArray();
    }

    /** Preconditioned with the diagonal. */
    double[] iteratively(double[] right) {
        RealVector solution = new ArrayRealVector(right.length);
        try {
            new ConjugateGradient(MOST_STEPS, TOLERANCE, false)
                    .solveInPlace(
                            this,
                            new JacobiPreconditioner(diagonal(), false),
                            new ArrayRealVector(right, false),
                            solution);
        } catch (MaxCountExceededException tooFew) {
            // A direction need not be exact: the next step begins where this one leads.
        }
        return solution.toArray();
    }

    @Override
    public int getRowDimension() {
        return ridge.length;
    }

    @Override
    public int getColumnDimension() {
        return ridge.length;
    }

    @Override
    public RealVector operate(RealVector vector) {
        return new ArrayRealVector(product(vector.toArray()), false);
    }

    private double[] diagonal() {
        double[] diagonal = ridge.clone();
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; i < diagonal.length; i++) {
                diagonal[i] += weights[row] * rows[row][i] * rows[row][i];
            }
        }
        return diagonal;
    }

    private double[] product(double[] vector) {
        List<double[]> parts =
                IntStream.range(0, PARTS)
                        .parallel()
                        .mapToObj(part -> product(vector, part))
                        .toList();
        double[] product = new double[vector.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = ridge[i] * vector[i];
        }
        parts.forEach(part -> add(product, 1, part));
        return product;
    }

    private double[] product(double[] vector, int part) {
        double[] sum = new double[vector.length];
        int end = (int) ((part + 1L) * rows.length / PARTS);
        for (int row = (int) ((long) part * rows.length / PARTS); row < end; row++) {
            add(sum, weights[row] * dot(rows[row], vector), rows[row]);
        }
        return sum;
    }

    private static void add(double[] to, double factor, double[] vector) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * vector[i];
        }
    }

    private static double dot(double[] one, double[] other) {
        double dot = 0;
        for (int i = 0; i < one.length; i++) {
            dot += one[i] * other[i];
        }
        return dot;
    }
}
