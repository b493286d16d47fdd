package io.exitbench.model;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.List;

/** Where the rows of a hidden state are. */
sealed interface StateRows extends AutoCloseable permits TensorRows, TableRows {
    /**
     * @return {@code [rows, hidden]}, which stays this object's
     */
    IValue value();

    /**
     * One row of several, without copying.
     *
     * @param index from 0
     */
    StateRows row(int index);

    /**
     * Some rows, packed together.
     *
     * @param manager of the model
     * @param indices of the rows, at least one
     */
    StateRows select(NDManager manager, int[] indices);

    /**
     * All rows of some states, without copying where they are in one table.
     *
     * @param program of the model
     * @param parts at least one, of one layer
     */
    static StateRows concatenate(TorchProgram program, List<StateRows> parts) {
        if (parts.get(0) instanceof TableRows first
                && parts.stream().allMatch(first::isInTableOf)) {
            return first.at(
                    parts.stream()
                            .flatMapToLong(part -> ((TableRows) part).streamOfPlaces())
                            .toArray());
        }
        IValue[] values = parts.stream().map(StateRows::value).toArray(IValue[]::new);
        try (IValue list = IValue.listFrom(values)) {
            return new TensorRows(program, program.call("concatenate", list));
        }
    }

    @Override
    void close();
}
