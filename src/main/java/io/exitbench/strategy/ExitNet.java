package io.exitbench.strategy;

import java.util.ArrayList;
import java.util.List;

/**
 * A small net that tells from the hidden state at an exit how probable leaving there should be. It
 * sees no logits, so it costs no LM head. Hidden layers are tanh. Whatever depends on the exit
 * alone (which layer it is, the scale of its states) is folded into a first layer of its own.
 *
 * @param normalised whether it looks at states after the final norm
 * @param change whether two inputs follow the state: its cosine with the state at the token's
 *     previous exit, and the logarithm of the ratio of their lengths (1 and 0 at the first exit)
 * @param first for each exit index the layer from the inputs to the first hidden units
 * @param rest the layers after it, the last one with a logit for each action: continue, exit and
 *     perhaps stop
 */
public record ExitNet(
        boolean normalised, boolean change, List<DenseLayer> first, List<DenseLayer> rest) {
    /** Inputs that {@code change} adds. */
    public static final int CHANGES = 2;

    /**
     * @throws IllegalArgumentException if the layers do not fit together
     */
    public ExitNet {
        first = List.copyOf(first);
        rest = List.copyOf(rest);
        DenseLayer one = first.get(0);
        if (first.stream()
                .anyMatch(l -> l.inputs() != one.inputs() || l.outputs() != one.outputs())) {
            throw new IllegalArgumentException("the first layers differ in shape");
        }
        int hidden = one.outputs();
        for (DenseLayer layer : rest) {
            if (layer.inputs() != hidden) {
                throw new IllegalArgumentException("the layers do not follow one another");
            }
            hidden = layer.outputs();
        }
        if (rest.isEmpty() || hidden < 2 || hidden > 3) {
            throw new IllegalArgumentException("a policy has two or three actions");
        }
    }

    /**
     * @return width of the hidden state it is made for
     */
    public int width() {
        return first.get(0).inputs() - (change ? CHANGES : 0);
    }

    /**
     * @return possible actions, 2 or 3
     */
    public int actions() {
        return rest.get(rest.size() - 1).outputs();
    }

    /**
     * Divides the logits.
     *
     * @param temperature above 0; more makes the probabilities more alike
     * @return the net whose probabilities are softmax(logits / temperature)
     */
    public ExitNet withTemperature(double temperature) {
        DenseLayer last = rest.get(rest.size() - 1);
        List<DenseLayer> scaled = new ArrayList<>(rest.subList(0, rest.size() - 1));
        scaled.add(last.scaled((float) (1 / temperature)));
        return new ExitNet(normalised, change, first, scaled);
    }

    /**
     * Evaluates the net on the host.
     *
     * @param exitIndex which exit, from 0
     * @param state the hidden state there, normalised if the net wants it so
     * @param previous the state at the token's previous exit in the same form; null at the first
     * @return the probability of leaving, 0 to 1; or, where ending the completion is the most
     *     probable action, minus its probability
     */
    public float score(int exitIndex, float[] state, float[] previous) {
        float[] values = first.get(exitIndex).apply(inputs(state, previous));
        for (DenseLayer layer : rest) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) Math.tanh(values[i]);
            }
            values = layer.apply(values);
        }
        double most = Math.max(values[0], values[1]);
        double goOn = Math.exp(values[0] - most);
        double leave = Math.exp(values[1] - most);
        double stop = values.length == 2 ? 0 : Math.exp(values[2] - most);
        double sum = goOn + leave + stop;
        return (float) (stop >= 1 ? -stop / sum : leave / sum);
    }

    private float[] inputs(float[] state, float[] previous) {
        if (!change) {
            return state;
        }
        float[] inputs = java.util.Arrays.copyOf(state, state.length + CHANGES);
        changes(state, previous == null ? state : previous, inputs, state.length);
        return inputs;
    }

    /**
     * The inputs that {@code change} adds.
     *
     * @param state a hidden state
     * @param previous the one before
     * @param into receives the two numbers
     * @param at where
     */
    public static void changes(float[] state, float[] previous, float[] into, int at) {
        double product = 0;
        double ours = 0;
        double theirs = 0;
        for (int i = 0; i < state.length; i++) {
            product += (double) state[i] * previous[i];
            ours += (double) state[i] * state[i];
            theirs += (double) previous[i] * previous[i];
        }
        into[at] = (float) (product / Math.sqrt(ours * theirs));
        into[at + 1] = (float) (0.5 * Math.log(ours / theirs));
    }
}
