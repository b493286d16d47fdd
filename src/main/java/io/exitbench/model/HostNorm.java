package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * The final norm of one row on the host. Its sums are double and have a fixed order, so that equal
 * states give equal bits on every machine.
 */
final class HostNorm {
    private final FusedLayers.Norm kind;
    private final double epsilon;
    private final float[] gain;
    private final float[] bias;

    /**
     * @param layers of the architecture
     * @param weights in the order of its slots, float32 on a CPU
     */
    HostNorm(FusedLayers layers, List<NDArray> weights) {
        kind = layers.norm();
        epsilon = layers.epsilon();
        gain = weights.get(layers.end().norm().get(0)).toFloatArray();
        bias =
                kind == FusedLayers.Norm.LAYER
                        ? weights.get(layers.end().norm().get(1)).toFloatArray()
                        : new float[gain.length];
    }

    /**
     * @param state a row; overwritten
     * @return the same array, normalised
     */
    float[] apply(float[] state) {
        double mean = kind == FusedLayers.Norm.LAYER ? mean(state) : 0;
        double squares = 0;
        for (float value : state) {
            squares += (value - mean) * (value - mean);
        }
        double scale = 1 / Math.sqrt(squares / state.length + epsilon);
        for (int i = 0; i < state.length; i++) {
            state[i] = (float) ((state[i] - mean) * scale * gain[i] + bias[i]);
        }
        return state;
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
