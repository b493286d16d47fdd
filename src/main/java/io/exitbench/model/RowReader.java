package io.exitbench.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * Copies single float32 rows of a model on a CPU to the host, from where PyTorch keeps them: an
 * operator that copied them would take some ten times as long.
 */
final class RowReader {
    private final NDManager manager;
    private final TorchProgram program;
    private final IValue weights;
    private final Optional<HostNorm> norm;

    /**
     * @param manager of the model
     * @param program of the model
     * @param weights of the model
     * @param norm the final norm, if Java computes that of the architecture
     */
    RowReader(NDManager manager, TorchProgram program, IValue weights, Optional<HostNorm> norm) {
        this.manager = manager;
        this.program = program;
        this.weights = weights;
        this.norm = norm;
    }

    /**
     * @param of one row, float32
     * @return its values
     */
    float[] row(IValue of) {
        try (NDArray tensor = of.toTensor((PtNDManager) manager)) {
            FloatBuffer inPlace =
                    tensor.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
            float[] values = new float[inPlace.remaining()];
            inPlace.get(values);
            return values;
        }
    }

    /**
     * @param state one row
     * @return the row after the final norm, as the LM head reads it where the exit has no block
     */
    float[] headInput(IValue state) {
        if (norm.isPresent()) {
            return norm.get().apply(row(state));
        }
        try (IValue normalised = program.call("final_norm", weights, state)) {
            return row(normalised);
        }
    }
}
