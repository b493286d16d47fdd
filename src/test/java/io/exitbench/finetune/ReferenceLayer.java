package io.exitbench.finetune;

/**
 * One pre-norm OPT layer on the rows of one sequence. Backward runs forward again: slow and plain.
 */
record ReferenceLayer(
        ReferenceLayerNorm attentionNorm,
        ReferenceLinear query,
        ReferenceLinear key,
        ReferenceLinear value,
        ReferenceLinear out,
        ReferenceLayerNorm feedForwardNorm,
        ReferenceLinear wide,
        ReferenceLinear narrow,
        int heads) {

    double[][] forward(double[][] x) {
        return feedForward(attention(x));
    }

    private double[][] attention(double[][] x) {
        double[][] n = attentionNorm.forward(x);
        double[][] attended =
                new ReferenceAttention(heads)
                        .forward(scaled(query.forward(n)), key.forward(n), value.forward(n));
        return sum(x, out.forward(attended));
    }

    private double[][] feedForward(double[][] x) {
        return sum(x, narrow.forward(relu(wide.forward(feedForwardNorm.forward(x)))));
    }

    double[][] backward(double[][] x, double[][] dy) {
        double[][] middle = attention(x);
        return attentionBackward(x, feedForwardBackward(middle, dy));
    }

    private double[][] feedForwardBackward(double[][] x, double[][] dy) {
        double[][] n = feedForwardNorm.forward(x);
        double[][] before = wide.forward(n);
        double[][] d = narrow.backward(relu(before), dy);
        for (int row = 0; row < d.length; row++) {
            for (int i = 0; i < d[row].length; i++) {
                if (before[row][i] <= 0) {
                    d[row][i] = 0;
                }
            }
        }
        return sum(dy, feedForwardNorm.backward(x, wide.backward(n, d)));
    }

    private double[][] attentionBackward(double[][] x, double[][] dy) {
        double[][] n = attentionNorm.forward(x);
        double[][] q = scaled(query.forward(n));
        double[][] k = key.forward(n);
        double[][] v = value.forward(n);
        ReferenceAttention attention = new ReferenceAttention(heads);
        double[][] attended = attention.forward(q, k, v);
        ReferenceAttention.Gradients d = attention.backward(q, k, v, out.backward(attended, dy));
        double[][] dn = query.backward(n, scaled(d.queries()));
        dn = sum(dn, key.backward(n, d.keys()));
        dn = sum(dn, value.backward(n, d.values()));
        return sum(dy, attentionNorm.backward(x, dn));
    }

    private double[][] scaled(double[][] queries) {
        double factor = 1 / Math.sqrt(queries[0].length / (double) heads);
        double[][] result = new double[queries.length][queries[0].length];
        for (int row = 0; row < queries.length; row++) {
            for (int i = 0; i < result[row].length; i++) {
                result[row][i] = queries[row][i] * factor;
            }
        }
        return result;
    }

    static double[][] relu(double[][] x) {
        double[][] y = new double[x.length][x[0].length];
        for (int row = 0; row < x.length; row++) {
            for (int i = 0; i < y[row].length; i++) {
                y[row][i] = Math.max(0, x[row][i]);
            }
        }
        return y;
    }

    static double[][] sum(double[][] a, double[][] b) {
        double[][] y = new double[a.length][a[0].length];
        for (int row = 0; row < a.length; row++) {
            for (int i = 0; i < y[row].length; i++) {
                y[row][i] = a[row][i] + b[row][i];
            }
        }
        return y;
    }
}
