package io.exitbench.agent;

import io.exitbench.agent.trace.Trace;
import io.exitbench.model.CandidateEvidence;
import io.exitbench.model.DenseLayer;
import io.exitbench.model.ExitNet;
import io.exitbench.strategy.Confidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Turns what was recorded at an exit into an agent's inputs (hidden state, head row of the
 * predicted candidate, {@link CandidateEvidence}), and the first layer of a net over such inputs
 * into one layer for each exit over bare ones.
 *
 * @param inputs what the agent sees
 * @param rows of the LM head for each token that an exit predicts among candidates; empty if the
 *     agent sees none
 * @param width of a hidden state
 * @param shift for each exit below the last, what is taken away
 * @param factor for each exit below the last, what is multiplied with then; 0 hides a number
 */
record StateScale(
        StateInputs inputs,
        Map<Integer, float[]> rows,
        int width,
        float[][] shift,
        float[][] factor) {
    /** Enough tokens to know a mean and a deviation. */
    private static final long SAMPLE = 20_000;

    private static final double SMALLEST_DEVIATION = 1e-6;

    /** Fits the scale to a trace. */
    static StateScale of(Trace trace, StateInputs inputs, Map<Integer, float[]> rows) {
        int width = trace.header().width();
        int exits = trace.header().exits().size() - 1;
        int rowWidth = rows.isEmpty() ? 0 : rows.values().iterator().next().length;
        int raw = width + rowWidth + (inputs.usesEvidence() ? CandidateEvidence.width(exits) : 0);
        StateScale bare =
                new StateScale(inputs, rows, width, new float[exits][raw], new float[exits][raw]);
        Arrays.stream(bare.factor).forEach(row -> Arrays.fill(row, 1));
        if (inputs.standardised()) {
            bare.fit(trace);
        }
        bare.hideUnwanted();
        return bare;
    }

    private void hideUnwanted() {
        CandidateEvidence.Kind[] kinds = CandidateEvidence.kinds(factor.length);
        int evidenceAt = factor[0].length - (inputs.usesEvidence() ? kinds.length : 0);
        for (float[] row : factor) {
            if (!inputs.features().contains(Feature.HIDDEN_STATE)) {
                Arrays.fill(row, 0, width, 0);
            }
            for (int i = evidenceAt; i < row.length; i++) {
                row[i] = inputs.sees(kinds[i - evidenceAt]) ? row[i] : 0;
            }
        }
    }

    private void fit(Trace trace) {
        int raw = factor[0].length;
        int exits = factor.length;
        long stride = Math.max(1, trace.tokens() / SAMPLE);
        float[] values = new float[raw];
        for (int exit = 0; exit < exits; exit++) {
            double[] sum = new double[raw];
            double[] squares = new double[raw];
            long count = 0;
            for (long token = 0; token < trace.tokens(); token += stride) {
                read(trace, token, exit, values);
                for (int i = 0; i < raw; i++) {
                    sum[i] += values[i];
                    squares[i] += (double) values[i] * values[i];
                }
                count++;
            }
            for (int i = 0; i < raw; i++) {
                double mean = sum[i] / count;
                double deviation = Math.sqrt(Math.max(0, squares[i] / count - mean * mean));
                shift[exit][i] = (float) mean;
                factor[exit][i] = deviation > SMALLEST_DEVIATION ? (float) (1 / deviation) : 0;
            }
        }
    }

    /** How many of them, the first, are of hidden state and head row. */
    int stateWidth() {
        return shift[0].length
                - (inputs.usesEvidence() ? CandidateEvidence.width(shift.length) : 0);
    }

    /** Numbers that the agent sees. */
    int inputWidth() {
        return shift[0].length + (inputs.layer() ? shift.length : 0);
    }

    /** Reads what was recorded, as it is. */
    void read(Trace trace, long token, int exit, float[] into) {
        trace.hidden(token, exit, into);
        if (!rows.isEmpty()) {
            float[] row = rows.get(trace.amongCandidates(token, exit).argmax());
            System.arraycopy(row, 0, into, width, row.length);
        }
        if (inputs.usesEvidence()) {
            CandidateEvidence evidence = new CandidateEvidence(factor.length);
            evidence.begin(trace.position(token));
            for (int seen = 0; seen <= exit; seen++) {
                Confidence said = trace.amongCandidates(token, seen);
                evidence.see(
                        seen, said.argmax(), said.topProbability(), said.margin(), said.entropy());
            }
            float[] numbers = evidence.numbers();
            System.arraycopy(numbers, 0, into, into.length - numbers.length, numbers.length);
        }
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

    /**
     * A net over these inputs as one over bare ones.
     *
     * @param policy with one first layer for all exits or one for each
     * @param readsPrice whether ln λ follows the inputs
     */
    TrainedPolicy fold(ExitNet policy, boolean readsPrice) {
        int exits = shift.length;
        int units = policy.first().get(0).outputs();
        List<DenseLayer> first = new ArrayList<>();
        float[] price = readsPrice ? new float[exits * units] : TrainedPolicy.NONE;
        for (int exit = 0; exit < exits; exit++) {
            DenseLayer over = policy.first().get(policy.first().size() == 1 ? 0 : exit);
            first.add(fold(over, exit));
            if (readsPrice) {
                int last = (over.inputs() - 1) * units;
                System.arraycopy(over.weights(), last, price, exit * units, units);
            }
        }
        int rowWidth = rows.isEmpty() ? 0 : rows.values().iterator().next().length;
        return new TrainedPolicy(
                new ExitNet(
                        inputs.normalised(),
                        rowWidth,
                        inputs.usesEvidence() ? CandidateEvidence.width(exits) : 0,
                        first,
                        policy.rest()),
                price,
                TrainedPolicy.NONE);
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
