package io.exitbench.finetune;

/**
 * Causal attention of several heads on the rows of one sequence, with its hand-written derivative.
 * Queries come scaled.
 *
 * @param heads that share the columns evenly
 */
record ReferenceAttention(int heads) {
    /** Gradients of queries, keys and values. */
    record Gradients(double[][] queries, double[][] keys, double[][] values) {}

    double[][] forward(double[][] q, double[][] k, double[][] v) {
        int length = q.length;
        int size = q[0].length / heads;
        double[][] y = new double[length][q[0].length];
        for (int head = 0; head < heads; head++) {
            for (int row = 0; row < length; row++) {
                double[] p = probabilities(q, k, head * size, size, row);
                for (int seen = 0; seen <= row; seen++) {
                    for (int i = head * size; i < (head + 1) * size; i++) {
                        y[row][i] += p[seen] * v[seen][i];
                    }
                }
            }
        }
        return y;
    }

    Gradients backward(double[][] q, double[][] k, double[][] v, double[][] dy) {
        int length = q.length;
        int width = q[0].length;
        int size = width / heads;
        double[][] dq = new double[length][width];
        double[][] dk = new double[length][width];
        double[][] dv = new double[length][width];
        for (int head = 0; head < heads; head++) {
            int from = head * size;
            for (int row = 0; row < length; row++) {
                double[] p = probabilities(q, k, from, size, row);
                double[] dp = new double[row + 1];
                double expected = 0;
                for (int seen = 0; seen <= row; seen++) {
                    for (int i = from; i < from + size; i++) {
                        dp[seen] += dy[row][i] * v[seen][i];
                        dv[seen][i] += p[seen] * dy[row][i];
                    }
                    expected += p[seen] * dp[seen];
                }
                for (int seen = 0; seen <= row; seen++) {
                    double ds = p[seen] * (dp[seen] - expected);
                    for (int i = from; i < from + size; i++) {
                        dq[row][i] += ds * k[seen][i];
                        dk[seen][i] += ds * q[row][i];
                    }
                }
            }
        }
        return new Gradients(dq, dk, dv);
    }

    private static double[] probabilities(double[][] q, double[][] k, int from, int size, int row) {
        double[] scores = new double[row + 1];
        for (int seen = 0; seen <= row; seen++) {
            for (int i = from; i < from + size; i++) {
                scores[seen] += q[row][i] * k[seen][i];
            }
        }
        return ReferenceSoftmax.of(scores);
    }
}
