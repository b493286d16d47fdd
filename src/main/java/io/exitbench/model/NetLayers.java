package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * An {@link ExitNet}'s tensors on a device, float32.
 *
 * @param ofExit for each exit index weight {@code [outputs, inputs]} and bias of each layer, in
 *     their order; of two last outputs the difference alone
 * @param outputs of each layer
 * @param normalised whether it looks at states after the final norm
 * @param readsRow whether the LM head's row of a token follows the state
 * @param numbers how many further inputs follow that
 * @param shares what first layers make of head rows
 */
record NetLayers(
        List<List<NDArray>> ofExit,
        List<Integer> outputs,
        boolean normalised,
        boolean readsRow,
        int numbers,
        HeadRowShares shares) {
    NDArray weight(int exit, int layer) {
        return ofExit.get(exit).get(2 * layer);
    }

    NDArray bias(int exit, int layer) {
        return ofExit.get(exit).get(2 * layer + 1);
    }

    /**
     * What an exit's first layer makes of every token's head row, {@code [vocabulary, outputs]}.
     */
    NDArray rowShares(int exit) {
        return shares.of(weight(exit, 0));
    }
}
