package io.exitbench.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * One pass through a decoder in training, with gradients; it ends with the manager it was begun
 * with.
 */
public final class TrainingPass {
    private static final String LIST = "weights[]";

    private final TorchProgram program;
    private final WeightCast cast;
    private final NDManager step;
    private final List<NDArray> tensors;
    private final int globals;
    private final int perLayer;

    /** What stands outside the layers, in the compute type: one copy serves all exits. */
    private final NDList outside;

    TrainingPass(
            TorchProgram program,
            WeightCast cast,
            NDManager step,
            List<NDArray> tensors,
            Architecture architecture) {
        this.program = program;
        this.cast = cast;
        this.step = step;
        this.tensors = tensors;
        globals = architecture.globalCount();
        perLayer = architecture.layerSlots(0).size();
        outside = cast.of(step, tensors.subList(0, globals), LIST);
    }

    /** The layers {@code first} to {@code last}, behind what stands outside. */
    private NDList weights(NDManager owner, int first, int last) {
        List<NDArray> layers =
                tensors.subList(globals + first * perLayer, globals + last * perLayer);
        NDList weights = new NDList(outside);
        weights.addAll(cast.of(owner, layers, LIST));
        return weights;
    }

    private static NDList arguments(NDList weights, NDArray... more) {
        NDList arguments = new NDList(weights);
        for (NDArray argument : more) {
            argument.setName(null);
            arguments.add(argument);
        }
        return arguments;
    }

    /** On the host, where reading it waits for nothing. */
    private static NDArray number(NDManager owner, long value) {
        return owner.newSubManager(Device.cpu()).create(value);
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
        NDList weights = weights(step, 0, layers);
        return program.record(step, "states", arguments(weights, tokens, number(step, layers)));
    }

    /**
     * The input of the first layer.
     *
     * @param owner of the result
     * @param tokens {@code [sequences, length]}, int64
     * @return {@code [sequences, length, hidden]}
     */
    public NDArray embed(NDManager owner, NDArray tokens) {
        return program.record(owner, "embed_batch", arguments(outside, tokens)).singletonOrThrow();
    }

    /**
     * Runs one layer as {@link #states} does.
     *
     * @param owner of the result and of the layer's weights in the compute type
     * @param layer counted from 0
     * @param state {@code [sequences, length, hidden]} before it
     * @return the state after it
     */
    public NDArray layer(NDManager owner, int layer, NDArray state) {
        NDList weights = weights(owner, layer, layer + 1);
        return program.record(
                        owner, "single_layer", arguments(weights, state, number(owner, layer)))
                .singletonOrThrow();
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
        return program.record(owner, "loss", arguments(outside, states, targets))
                .singletonOrThrow();
    }

    /**
     * What the model predicts, mixed with the true tokens.
     *
     * @param owner of the result
     * @param states {@code [rows, hidden]} after the last layer
     * @param targets token ids {@code [rows]}, int64
     * @param share of the prediction in the mixture, in [0, 1]
     * @return distributions {@code [rows, vocabulary]}
     */
    public NDArray softTargets(NDManager owner, NDArray states, NDArray targets, float share) {
        NDArray mixture = owner.create(share);
        return program.record(owner, "soft_targets", arguments(outside, states, targets, mixture))
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
