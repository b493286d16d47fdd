package io.exitbench.model;

import ai.djl.pytorch.jni.IValue;

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

    @Override
    void close();
}
