package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;

/**
 * The hidden states after one layer at every place of a session, {@code [places, hidden]}. A state
 * stays where it is until another token takes its place, so one that is kept for later is not
 * copied.
 */
final class StateTable implements AutoCloseable {
    private final NDManager manager;
    private final TorchProgram program;
    private final int layer;
    private final NDArray states;
    private final IValue value;

    /**
     * @param manager of the model
     * @param states zeros, which become this object's
     */
    StateTable(NDManager manager, TorchProgram program, int layer, NDArray states) {
        this.manager = manager;
        this.program = program;
        this.layer = layer;
        this.states = states;
        value = IValue.from((PtNDArray) states);
    }

    int layer() {
        return layer;
    }

    NDArray states() {
        return states;
    }

    /** Rows at some places, in a tensor that is the caller's. */
    IValue copy(long[] places) {
        try (NDArray at = manager.create(places);
                IValue argument = IValue.from((PtNDArray) at)) {
            return program.call("rows_at", value, argument);
        }
    }

    /** Takes rows from elsewhere. */
    void put(long[] places, IValue rows) {
        try (NDArray at = manager.create(places);
                IValue argument = IValue.from((PtNDArray) at)) {
            program.call("put_rows", value, argument, rows).close();
        }
    }

    @Override
    public void close() {
        value.close();
        states.close();
    }
}
