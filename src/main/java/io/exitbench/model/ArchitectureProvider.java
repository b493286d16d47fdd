package io.exitbench.model;

import java.util.Map;

/**
 * An architecture that checkpoints may have. Providers are found by {@link java.util.ServiceLoader}
 * in {@code META-INF/services}, so a new one touches no other class.
 */
public interface ArchitectureProvider {
    /**
     * @return {@code model_type} of its checkpoints
     */
    String modelType();

    /**
     * Reads what the architecture depends on, as transformers does: with its defaults for what is
     * absent.
     *
     * @param config {@code config.json} of a checkpoint of this {@link #modelType}
     * @return everything that fixes the arithmetic
     * @throws io.exitbench.ExitBenchException if an entry is damaged, or asks for something that is
     *     not supported
     */
    ModelConfig read(ConfigFields config);

    /**
     * Published sizes, for models with random weights.
     *
     * @return configurations by their names after {@code random:}
     */
    default Map<String, ModelConfig> shapes() {
        return Map.of();
    }
}
