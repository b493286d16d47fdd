package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;

/**
 * The states of several sequences' last tokens after every layer, still on the device. What is
 * asked for is copied to the host, one layer at a time.
 */
public final class LayerStates implements AutoCloseable {
    private final NDManager manager;
    private final ExitHead head;
    private final List<NDArray> states;

    /**
     * @param manager owner of the states, closed with this object
     * @param states {@code [sequences, hidden]} after each layer
     */
    LayerStates(NDManager manager, ExitHead head, List<NDArray> states) {
        this.manager = manager;
        this.head = head;
        this.states = states;
    }

    /**
     * Copies the states after a layer.
     *
     * @param layer 1-based
     * @param normalised whether to take them after the final norm
     * @return {@code [sequences, width]}, row-major, {@link ModelConfig#stateSize} wide
     */
    public float[] hidden(int layer, boolean normalised) {
        NDArray state = states.get(layer - 1);
        NDArray wanted = normalised ? head.normalise(state, manager) : state;
        return wanted.toType(DataType.FLOAT32, false).toFloatArray();
    }

    /**
     * Predicts each sequence's next token from a layer.
     *
     * @param layer 1-based
     * @return a row for each sequence, which the caller closes
     */
    public Logits logits(int layer) {
        return head.logits(states.get(layer - 1), layer);
    }

    /**
     * What a layer says among candidates, whose rows of the LM head alone are evaluated.
     *
     * @param layer 1-based
     * @param candidates of every row
     * @return a row for each state
     */
    public Predictions among(int layer, Candidates candidates) {
        return head.among(states.get(layer - 1), layer, candidates);
    }

    /**
     * The most probable tokens after a layer.
     *
     * @param layer 1-based
     * @return a token for each state
     */
    public long[] argmax(int layer) {
        try (NDManager temporary = manager.newSubManager()) {
            return head.logits(states.get(layer - 1), layer, temporary).argMax(-1).toLongArray();
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
