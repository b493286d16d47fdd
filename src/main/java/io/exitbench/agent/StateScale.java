package io.exitbench.agent;

import io.exitbench.agent.trace.Trace;
import io.exitbench.model.DenseLayer;
import io.exitbench.model.ExitNet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Turns recorded hidden states into an agent's inputs, and the first layer of a net over such
 * inputs into one layer for each exit over bare states.
 *
 * @param inputs what the agent sees
 * @param sketch over the state, if the agent sees one
 * @param width of a hidden state
 * @param shift for each exit below the last, what is taken away from state and sketch
 * @param factor for each exit below the last, what they are multiplied with then
 */
record StateScale(
        StateInputs inputs,
        Optional<DenseLayer> sketch,
        int width,
        float[][] shift,
        float[][] factor) {
    /** Enough tokens to know a mean and a deviation. */
    private static final long SAMPLE = 20_000;

    private static final double SMALLEST_DEVIATION = 1e-6;

    /** Fits the scale to a trace. */
    static StateScale of(Trace trace, StateInputs inputs, Optional<DenseLayer> sketch) {
        int width = trace.header().width();
        int exits = trace.header().exits().size() - 1;
        int raw = width + (sketch.isPresent() ? ExitNet.SKETCHED : 0);
        StateScale bare =
                new StateScale(inputs, sketch, width, new float[exits][raw], new float[exits][raw]);
        Arrays.stream(bare.factor).forEach(row -> Arrays.fill(row, 1));
        if (!inputs.standardised()) {
            return bare;
        }
        long stride = Math.max(1, trace.tokens() / SAMPLE);
        float[] values = new float[raw];
        for (int exit = 0; exit < exits; exit++) {
            double[] sum = new double[raw];
            double[] squares = new double[raw];
            long count = 0;
            for (long token = 0; token < trace.tokens(); token += stride) {
                bare.read(trace, token, exit, values);
                for (int i = 0; i < raw; i++) {
                    sum[i] += values[i];
                    squares[i] += (double) values[i] * values[i];
                }
                count++;
            }
            for (int i = 0; i < raw; i++) {
                double mean = sum[i] / count;
                double deviation = Math.sqrt(Math.max(0, squares[i] / count - mean * mean));
                bare.shift[exit][i] = (float) mean;
                bare.factor[exit][i] = deviation > SMALLEST_DEVIATION ? (float) (1 / deviation) : 0;
            }
        }
        return bare;
    }

    /** Numbers that the agent sees. */
    int inputWidth() {
        return shift[0].length + (inputs.layer() ? shift.length : 0);
    }

    /** Reads the state as recorded and sums its sketch up. */
    private void read(Trace trace, long token, int exit, float[] into) {
        trace.hidden(token, exit, into);
        sketch.ifPresent(layer -> ExitNet.sumUp(layer.apply(into), into, width));
    }

    /**
     * Writes an agent's inputs.
     *
     * @param into receives {@link #inputWidth()} numbers from {@code offset} on
     * @param values scratch of the length of a row of {@code shift}
     */
    void observe(Trace trace, long token, int exit, float[] into, int offset, float[] values) {
        read(trace, token, exit, values);
        float[] less = shift[exit];
        float[] times = factor[exit];
        for (int i = 0; i < values.length; i++) {
            into[offset + i] = (values[i] - less[i]) * times[i];
        }
        if (inputs.layer()) {
            int from = offset + values.length;
            Arrays.fill(into, from, from + shift.length, 0);
            into[from + exit] = 1;
        }
    }

    /** A net over these inputs as one over bare states. */
    ExitNet fold(List<DenseLayer> policy) {
        List<DenseLayer> first = new ArrayList<>();
        for (int exit = 0; exit < shift.length; exit++) {
            first.add(fold(policy.get(0), exit));
        }
        return new ExitNet(inputs.normalised(), sketch, first, policy.subList(1, policy.size()));
    }

    private DenseLayer fold(DenseLayer layer, int exit) {
        int raw = shift[exit].length;
        int outputs = layer.outputs();
        float[] weights = new float[raw * outputs];
        float[] biases = new float[outputs];
        for (int k = 0; k < outputs; k++) {
            double bias = layer.biases()[k];
            for (int i = 0; i < raw; i++) {
                float weight = layer.weights()[i * outputs + k] * factor[exit][i];
                weights[i * outputs + k] = weight;
                bias -= (double) shift[exit][i] * weight;
            }
            if (inputs.layer()) {
                bias += layer.weights()[(raw + exit) * outputs + k];
            }
            biases[k] = (float) bias;
        }
        return new DenseLayer(raw, outputs, weights, biases);
    }
}
