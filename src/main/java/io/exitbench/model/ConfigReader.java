package io.exitbench.model;

import java.nio.file.Path;

/** Reads {@code config.json} of a checkpoint; nothing else decides the architecture. */
public final class ConfigReader {
    private ConfigReader() {}

    /**
     * Reads and checks a configuration.
     *
     * @param file {@code config.json}
     * @return the architecture
     * @throws io.exitbench.ExitBenchException if the file is missing, malformed, of another
     *     architecture or with a setting that is not supported
     */
    public static ModelConfig read(Path file) {
        return Architectures.registered().read(ConfigFields.read(file));
    }
}
