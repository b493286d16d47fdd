package io.exitbench.model;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;

/**
 * How a checkpoint is brought onto a device.
 *
 * @param device where weights, caches and hidden states live
 * @param type compute type: float32 on a CPU, float16 as a rule on a GPU
 * @param window positions a cache can hold, prompt and completion together; cut to the model's own
 *     limit
 */
public record DecoderOptions(Device device, DataType type, int window) {

    /** Window of the default suites: CodeXGLUE's block of 1,024 tokens. */
    public static final int DEFAULT_WINDOW = 1024;

    /**
     * @return float32 on the CPU with the default window
     */
    public static DecoderOptions cpu() {
        return new DecoderOptions(Device.cpu(), DataType.FLOAT32, DEFAULT_WINDOW);
    }
}
