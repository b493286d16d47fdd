package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * One pass through a decoder in training, with gradients; it ends with the manager it was begun
 * with.
 */
public final class TrainingPass {
    private final TorchProgram program;
    private final NDManager step;
    private final NDList weights;

    TrainingPass(TorchProgram program, NDManager step, NDList weights) {
        this.program = program;
        this.step = step;
        this.weights = weights;
    }

    private NDList arguments(NDArray... more) {
        NDList arguments = new NDList(weights);
        for (NDArray argument : more) {
            argument.setName(null);
            arguments.add(argument);
        }
        return arguments;
    }

    /**
     * Runs layers.
     *
     * @param tokens {@code [sequences, length]}, int64
     * @param layers how many
     * @return the embedding output and the states after each layer, {@code [sequences, length,
     *     hidden]} each
     */
    public NDList states(NDArray tokens, int layers) {
        NDArray last = step.create((long) layers);
        return program.record(step, "states", arguments(tokens, last));
    }

    /**
     * Cross-entropy of final norm and LM head on hidden states.
     *
     * @param owner of the result
     * @param states {@code [rows, hidden]}
     * @param targets token ids {@code [rows]}, int64, or distributions {@code [rows, vocabulary]}
     * @return the mean over the rows in nats, a scalar
     */
    public NDArray loss(NDManager owner, NDArray states, NDArray targets) {
        return program.record(owner, "loss", arguments(states, targets)).singletonOrThrow();
    }

    /**
     * What the model predicts, mixed with the true tokens.
     *
     * @param states {@code [rows, hidden]} after the last layer
     * @param targets token ids {@code [rows]}, int64
     * @param share of the prediction in the mixture, in [0, 1]
     * @return distributions {@code [rows, vocabulary]}
     */
    public NDArray softTargets(NDArray states, NDArray targets, float share) {
        NDArray mixture = step.create(share);
        return program.record(step, "soft_targets", arguments(states, targets, mixture))
                .singletonOrThrow();
    }

    /**
     * A scalar whose derivative by each state is the gradient given for it, so that gradients found
     * behind detached states go on through the layers.
     *
     * @param states with gradients recorded
     * @param gradients one for each
     * @return the sum over all entries of state times gradient, to be differentiated
     */
    public NDArray carry(List<NDArray> states, List<NDArray> gradients) {
        states.forEach(state -> state.setName("states[]"));
        gradients.forEach(gradient -> gradient.setName("gradients[]"));
        NDList arguments = new NDList(states);
        arguments.addAll(new NDList(gradients));
        return program.record(step, "carry", arguments).singletonOrThrow();
    }
}
