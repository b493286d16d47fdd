package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.Arrays;

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
    public StateRows select(NDManager manager, int[] indices) {
        try (NDArray rows = manager.create(Arrays.stream(indices).asLongStream().toArray());
                IValue argument = IValue.from((PtNDArray) rows)) {
            return new TensorRows(program, program.call("select_rows", value, argument));
        }
    }

    @Override
    public void close() {
        value.close();
    }
}
