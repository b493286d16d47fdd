package io.exitbench.finetune;

import java.util.List;

/**
 * The block of an exit: a norm without weights, down, ReLU, up, added to its input.
 *
 * @param down to the bottleneck
 * @param up from it
 */
record ReferenceExitBlock(ReferenceLinear down, ReferenceLinear up) {
    private static final ReferenceLayerNorm NORM = new ReferenceLayerNorm(null, null);

    double[][] forward(double[][] x) {
        return ReferenceLayer.sum(
                x, up.forward(ReferenceLayer.relu(down.forward(NORM.forward(x)))));
    }

    /** The frozen model below needs no gradient. */
    void backward(double[][] x, double[][] dy) {
        double[][] n = NORM.forward(x);
        double[][] before = down.forward(n);
        double[][] d = up.backward(ReferenceLayer.relu(before), dy);
        for (int row = 0; row < d.length; row++) {
            for (int i = 0; i < d[row].length; i++) {
                if (before[row][i] <= 0) {
                    d[row][i] = 0;
                }
            }
        }
        down.backward(n, d);
    }

    List<ReferenceTensor> tensors() {
        return List.of(down.weight(), down.bias(), up.weight(), up.bias());
    }
}
