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
 * @param threads of PyTorch on a CPU, or {@link #AUTO}
 */
public record DecoderOptions(Device device, DataType type, int window, int threads) {

    /** One thread for models whose layers are too small to share, else all cores. */
    public static final int AUTO = 0;

    /** Below this, waiting for a second thread costs more than it computes (measured). */
    private static final long SMALL_LAYER = 4_000_000;

    /** Window of the default suites: CodeXGLUE's block of 1,024 tokens. */
    public static final int DEFAULT_WINDOW = 1024;

    /**
     * @return float32 on the CPU with the default window
     */
    public static DecoderOptions cpu() {
        return new DecoderOptions(Device.cpu(), DataType.FLOAT32, DEFAULT_WINDOW, AUTO);
    }

    int threadsFor(ModelConfig config) {
        if (threads != AUTO) {
            return threads;
        }
        return config.layerMultiplyAdds() < SMALL_LAYER
                ? 1
                : Runtime.getRuntime().availableProcessors();
    }
}
