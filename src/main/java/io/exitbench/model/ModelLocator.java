package io.exitbench.model;

import java.nio.file.Path;

/** Finds the model that a name or a path means. */
public final class ModelLocator {
    private final EmbeddedCheckpoints embedded;

    /**
     * @param cache folder for what is made once
     */
    public ModelLocator(Path cache) {
        embedded = new EmbeddedCheckpoints(cache);
    }

    /**
     * Finds a model.
     *
     * @param name an embedded checkpoint, {@code random:} and a shape, or a folder
     * @return the model
     * @throws io.exitbench.ExitBenchException if there is none
     */
    public LoadableModel find(String name) {
        if (EmbeddedCheckpoints.NAMES.contains(name)) {
            return embedded.open(name);
        }
        if (name.startsWith(RandomModel.PREFIX)) {
            Path tokenizer = embedded.open(EmbeddedCheckpoints.NAMES.get(0)).folder();
            return RandomModel.of(name, tokenizer);
        }
        Path folder = Path.of(name);
        return Checkpoint.open(folder.toAbsolutePath().getFileName().toString(), folder);
    }
}
