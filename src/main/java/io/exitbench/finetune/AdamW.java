package io.exitbench.finetune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.exitbench.model.AdamWStep;
import io.exitbench.model.TrainableDecoder;
import java.util.ArrayList;
import java.util.List;

/**
 * AdamW over a list of weights, with running means that can be stored. DJL's own optimizer keeps
 * its state to itself, so a training with it could not be resumed.
 */
final class AdamW {
    private final TrainableDecoder decoder;
    private final List<NDArray> weights;
    private final List<NDArray> means = new ArrayList<>();
    private final List<NDArray> squares = new ArrayList<>();

    AdamW(TrainableDecoder decoder, List<NDArray> weights) {
        this.decoder = decoder;
        this.weights = weights;
        NDManager manager = decoder.manager();
        for (NDArray weight : weights) {
            means.add(manager.zeros(weight.getShape()));
            squares.add(manager.zeros(weight.getShape()));
        }
    }

    List<NDArray> weights() {
        return weights;
    }

    List<NDArray> means() {
        return means;
    }

    List<NDArray> squares() {
        return squares;
    }

    /** Matrices decay; norms, biases and the like do not. */
    void step(List<NDArray> gradients, int number, double scale, double rate, double decay) {
        for (boolean matrices : new boolean[] {true, false}) {
            List<NDArray> group = select(weights, matrices);
            if (!group.isEmpty()) {
                decoder.adamW(
                        group,
                        select(gradients, matrices),
                        select(means, matrices),
                        select(squares, matrices),
                        new AdamWStep(number, scale, rate, matrices ? decay : 0));
            }
        }
    }

    private List<NDArray> select(List<NDArray> arrays, boolean matrices) {
        List<NDArray> selected = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            if (weights.get(i).getShape().dimension() > 1 == matrices) {
                selected.add(arrays.get(i));
            }
        }
        return selected;
    }
}
