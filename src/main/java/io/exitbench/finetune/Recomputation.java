package io.exitbench.finetune;

import ai.djl.ndarray.types.DataType;
import io.exitbench.model.ModelConfig;

/**
 * Whether layers keep what their derivative needs or run again for it (Chen et al., arXiv
 * 1604.06174).
 */
public enum Recomputation {
    /** Where the layers would keep more than {@value #LARGEST_KEPT} bytes of a pass. */
    AUTO,
    /** Always, unless the layers are not trained. */
    ON,
    /** Never. */
    OFF;

    private static final long LARGEST_KEPT = 8L << 30;

    /** Korthikanti et al. (arXiv 2205.05198), in half precision and without attention's matrix. */
    private static final long BYTES_PER_ENTRY = 34;

    /**
     * Decides by sizes alone: sums in another order end in other bits, so nothing that differs from
     * run to run may choose.
     *
     * @param config of the model
     * @param settings of the training
     * @param type compute type
     * @return whether the layers run twice
     */
    boolean applies(ModelConfig config, FineTuneSettings settings, DataType type) {
        if (settings.mode() == TuningMode.FROZEN) {
            return false;
        }
        return this == ON || this == AUTO && kept(config, settings, type) > LARGEST_KEPT;
    }

    private static long kept(ModelConfig config, FineTuneSettings settings, DataType type) {
        long entries = (long) settings.batch() * settings.length() * config.hiddenSize();
        int halves = type.getNumOfBytes() / DataType.FLOAT16.getNumOfBytes();
        return config.layers() * entries * BYTES_PER_ENTRY * halves;
    }
}
