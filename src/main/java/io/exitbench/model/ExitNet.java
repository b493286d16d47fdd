package io.exitbench.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A small net that tells how probable leaving at an exit should be: from the hidden state and, if
 * it was made so, from the LM head's row of the token predicted there and from numbers that whoever
 * asks it gives. Hidden layers are tanh. Whatever depends on the exit alone (which layer it is, the
 * scale of its states) is folded into a first layer of its own.
 *
 * @param normalised whether it looks at states after the final norm
 * @param rowWidth width of the head row that follows the state in its inputs, 0 for none
 * @param numbers how many further inputs follow that
 * @param first for each exit index the layer from the inputs to the first hidden units
 * @param rest the layers after it, the last one with a logit for each action: continue, exit and
 *     perhaps stop
 */
public record ExitNet(
        boolean normalised,
        int rowWidth,
        int numbers,
        List<DenseLayer> first,
        List<DenseLayer> rest) {

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
        if (rowWidth < 0 || numbers < 0 || rowWidth + numbers >= one.inputs()) {
            throw new IllegalArgumentException("the inputs leave no room for a state");
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
        return first.get(0).inputs() - rowWidth - numbers;
    }

    /**
     * @return whether it must be told which token is predicted
     */
    public boolean readsRow() {
        return rowWidth > 0;
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
        return new ExitNet(normalised, rowWidth, numbers, first, scaled);
    }

    /**
     * Evaluates the net on the host.
     *
     * @param exitIndex which exit, from 0
     * @param inputs hidden state, normalised if the net wants it so, head row and numbers
     * @return the probability of leaving, 0 to 1; or, where ending the completion is the most
     *     probable action, minus its probability
     */
    public float score(int exitIndex, float[] inputs) {
        return score(first.get(exitIndex).apply(inputs));
    }

    /**
     * What follows the first layer.
     *
     * @param units its outputs; overwritten
     * @return as {@link #score(int, float[])}
     */
    float score(float[] units) {
        float[] values = units;
        for (DenseLayer layer : rest) {
            for (int i = 0; i < values.length; i++) {
                values[i] = tanh(values[i]);
            }
            values = layer.apply(values);
        }
        double most = Math.max(values[0], values[1]);
        double goOn = StrictMath.exp(values[0] - most);
        double leave = StrictMath.exp(values[1] - most);
        double stop = values.length == 2 ? 0 : StrictMath.exp(values[2] - most);
        double sum = goOn + leave + stop;
        return (float) (stop >= 1 ? -stop / sum : leave / sum);
    }

    /** Java's own takes several times as long, and may differ between machines. */
    private static float tanh(float x) {
        double shrunk = StrictMath.exp(-2 * Math.abs((double) x));
        return (float) Math.copySign((1 - shrunk) / (1 + shrunk), x);
    }
}
