package io.exitbench.finetune;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** AdamW with clipping by the global norm, written out from arXiv 1711.05101, algorithm 2. */
final class ReferenceAdamW {
    private final double rate;
    private final double decay;
    private final double largestNorm;
    private final Map<String, double[]> means = new HashMap<>();
    private final Map<String, double[]> squares = new HashMap<>();
    private int steps;

    /**
     * @param rate at the peak
     * @param decay of matrices
     * @param largestNorm of all gradients together
     */
    ReferenceAdamW(double rate, double decay, double largestNorm) {
        this.rate = rate;
        this.decay = decay;
        this.largestNorm = largestNorm;
    }

    double[] mean(String name) {
        return means.get(name);
    }

    double[] square(String name) {
        return squares.get(name);
    }

    static double norm(List<ReferenceTensor> tensors) {
        double sum = 0;
        for (ReferenceTensor tensor : tensors) {
            for (double g : tensor.gradient()) {
                sum += g * g;
            }
        }
        return Math.sqrt(sum);
    }

    /**
     * @param factor of the rate in this step
     */
    void step(List<ReferenceTensor> tensors, double factor) {
        steps++;
        double clip = Math.min(1, largestNorm / norm(tensors));
        for (ReferenceTensor tensor : tensors) {
            int size = tensor.values().length;
            double[] mean = means.computeIfAbsent(tensor.name(), name -> new double[size]);
            double[] square = squares.computeIfAbsent(tensor.name(), name -> new double[size]);
            for (int i = 0; i < size; i++) {
                double g = tensor.gradient()[i] * clip;
                mean[i] = 0.9 * mean[i] + 0.1 * g;
                square[i] = 0.999 * square[i] + 0.001 * g * g;
                double m = mean[i] / (1 - Math.pow(0.9, steps));
                double v = square[i] / (1 - Math.pow(0.999, steps));
                double weight = tensor.values()[i];
                double shrunk = tensor.matrix() ? decay * weight : 0;
                tensor.values()[i] = weight - rate * factor * (m / (Math.sqrt(v) + 1e-8) + shrunk);
            }
        }
    }
}
