package io.exitbench.finetune;

import ai.djl.ndarray.NDArray;
import java.util.SortedMap;

/** The layers of one pass: the states they make, and the way back of gradients found at these. */
sealed interface LayerPass permits RecordedLayers, RecomputedLayers {
    /**
     * @param layer 1-based, or 0 for the embedding output
     * @return {@code [sequences, length, hidden]}
     */
    NDArray state(int layer);

    /**
     * Adds to the weights' gradients what follows from gradients at states.
     *
     * @param gradients by layer, of the states' shape and type; at least one
     */
    void backward(SortedMap<Integer, NDArray> gradients);
}
