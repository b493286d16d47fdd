package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;

/**
 * Hidden states of one or more tokens after some layer, {@code [rows, hidden]}, on the model's
 * device and in its compute type, before the final norm.
 */
public final class HiddenState implements AutoCloseable {
    private final IValue value;
    private final int rows;

    HiddenState(IValue value, int rows) {
        this.value = value;
        this.rows = rows;
    }

    IValue value() {
        return value;
    }

    /**
     * @return number of tokens
     */
    public int rows() {
        return rows;
    }

    /**
     * The tensor itself, still on the device.
     *
     * @param manager owner of the returned handle
     * @return {@code [rows, hidden]}
     */
    public NDArray toArray(NDManager manager) {
        return value.toTensor((PtNDManager) manager);
    }

    @Override
    public void close() {
        value.close();
    }
}
