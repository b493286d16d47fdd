package io.exitbench.model;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.IValue;

/** Copies single rows of a model on a CPU to the host, as float32. */
final class RowReader implements AutoCloseable {
    private final TorchProgram program;
    private final IValue weights;
    private final SharedTensor row;
    private final SharedTensor headInput;
    private final SharedTensor logits;

    /**
     * @param manager of the model
     * @param program of the model
     * @param weights of the model
     * @param config of the model
     */
    RowReader(NDManager manager, TorchProgram program, IValue weights, ModelConfig config) {
        this.program = program;
        this.weights = weights;
        row = new SharedTensor(manager, new Shape(1, config.stateSize(false)));
        headInput = new SharedTensor(manager, new Shape(1, config.stateSize(true)));
        logits = new SharedTensor(manager, new Shape(1, config.vocabularySize()));
    }

    /**
     * @param state one row
     * @return its values
     */
    synchronized float[] row(IValue state) {
        program.call("copy_into", row.value(), state).close();
        return values(row);
    }

    /**
     * @param state one row
     * @return the row after the final norm, as the LM head reads it where the exit has no block
     */
    synchronized float[] headInput(IValue state) {
        program.call("head_input_into", headInput.value(), weights, state).close();
        return values(headInput);
    }

    /**
     * @param of one row, {@code [1, vocabulary]}
     * @return its logits
     */
    synchronized float[] logits(IValue of) {
        program.call("copy_into", logits.value(), of).close();
        return values(logits);
    }

    private static float[] values(SharedTensor from) {
        float[] values = new float[from.values().limit()];
        from.values().get(0, values);
        return values;
    }

    @Override
    public void close() {
        row.close();
        headInput.close();
        logits.close();
    }
}
