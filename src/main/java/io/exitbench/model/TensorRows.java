package io.exitbench.model;

import ai.djl.pytorch.jni.IValue;

/**
 * Rows in a tensor of their own.
 *
 * @param program of the model
 * @param value the tensor, which becomes this object's
 */
record TensorRows(TorchProgram program, IValue value) implements StateRows {
    @Override
    public StateRows row(int index) {
        try (IValue argument = IValue.from((long) index)) {
            return new TensorRows(program, program.call("row", value, argument));
        }
    }

    @Override
    public void close() {
        value.close();
    }
}
