package io.exitbench.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A small net that tells from the hidden state at an exit how probable leaving there should be. It
 * sees no logits, so it costs no LM head. Hidden layers are tanh. Whatever depends on the exit
 * alone (which layer it is, the scale of its states) is folded into a first layer of its own.
 *
 * @param normalised whether it looks at states after the final norm
 * @param sketch a fixed layer whose outputs are summed up as four inputs that follow the state: the
 *     two largest of their softmax and the logarithms of both
 * @param first for each exit index the layer from the inputs to the first hidden units
 * @param rest the layers after it, the last one with a logit for each action: continue, exit and
 *     perhaps stop
 */
public record ExitNet(
        boolean normalised,
        Optional<DenseLayer> sketch,
        List<DenseLayer> first,
        List<DenseLayer> rest) {
    /** Inputs that a sketch adds. */
    public static final int SKETCHED = 2;

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
        if (sketch.isPresent()
                && (sketch.get().inputs() != one.inputs() - SKETCHED
                        || sketch.get().outputs() < 2)) {
            throw new IllegalArgumentException("the sketch does not fit the state");
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
        return first.get(0).inputs() - (sketch.isPresent() ? SKETCHED : 0);
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
        return new ExitNet(normalised, sketch, first, scaled);
    }

    /**
     * Evaluates the net on the host.
     *
     * @param exitIndex which exit, from 0
     * @param state the hidden state there, normalised if the net wants it so
     * @return the probability of leaving, 0 to 1; or, where ending the completion is the most
     *     probable action, minus its probability
     */
    public float score(int exitIndex, float[] state) {
        float[] values = first.get(exitIndex).apply(inputs(state));
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

    private float[] inputs(float[] state) {
        if (sketch.isEmpty()) {
            return state;
        }
        float[] inputs = Arrays.copyOf(state, state.length + SKETCHED);
        sumUp(sketch.get().apply(state), inputs, state.length);
        return inputs;
    }

    /**
     * The inputs that a sketch adds.
     *
     * @param outputs of the sketch, at least two
     * @param into receives the two numbers
     * @param at where
     */
    public static void sumUp(float[] outputs, float[] into, int at) {
        float largest = Float.NEGATIVE_INFINITY;
        for (float output : outputs) {
            largest = Math.max(largest, output);
        }
        double sum = 0;
        for (float output : outputs) {
            sum += Math.exp(output - largest);
        }
        into[at] = (float) -Math.log(sum);
        into[at + 1] = (float) (1 / sum);
    }
}
