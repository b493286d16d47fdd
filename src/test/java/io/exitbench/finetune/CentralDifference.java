package io.exitbench.finetune;

/** A derivative from two values of the loss. */
final class CentralDifference {
    private CentralDifference() {}

    static double of(
            ReferenceObjective objective,
            int[][] sequences,
            ReferenceTensor tensor,
            int index,
            double step) {
        double value = tensor.values()[index];
        tensor.values()[index] = value + step;
        double above = objective.loss(sequences);
        tensor.values()[index] = value - step;
        double below = objective.loss(sequences);
        tensor.values()[index] = value;
        return (above - below) / (2 * step);
    }
}
