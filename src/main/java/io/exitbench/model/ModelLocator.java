package io.exitbench.model;

import io.exitbench.HomeFolder;
import io.exitbench.download.DownloadPolicy;
import io.exitbench.model.hub.HubEnvironment;
import io.exitbench.model.hub.HubModels;
import io.exitbench.model.hub.HubName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the model that a name or a path means. */
public final class ModelLocator {
    private final EmbeddedCheckpoints embedded;
    private final HubEnvironment hub;

    /**
     * Takes the hub's cache and token from the variables of Hugging Face's own tools.
     *
     * @param cache folder for what is made once
     */
    public ModelLocator(Path cache) {
        this(cache, HubEnvironment.of(System.getenv(), HomeFolder.ofUser()));
    }

    /**
     * @param cache folder for what is made once
     * @param hub where hub names lead
     */
    public ModelLocator(Path cache, HubEnvironment hub) {
        embedded = new EmbeddedCheckpoints(cache);
        this.hub = hub;
    }

    /**
     * @param name as for {@link #find}
     * @return whether it means an embedded checkpoint or a folder, for which the network is not
     *     needed
     */
    public boolean isLocal(String name) {
        return EmbeddedCheckpoints.NAMES.contains(name)
                || Files.isDirectory(HomeFolder.ofUser().path(name));
    }

    /**
     * Finds a model; one that is only on the hub is downloaded.
     *
     * @param name an embedded checkpoint, {@code random:} and a shape, a folder (a leading {@code
     *     ~} is the home folder), or a name on the hub such as {@code facebook/opt-125m}
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
        Path folder = HomeFolder.ofUser().path(name);
        Optional<HubName> hubName = HubName.parse(name);
        if (hubName.isPresent() && !Files.isDirectory(folder)) {
            HubModels models = new HubModels(hub, DownloadPolicy.standard());
            return Checkpoint.open(name, models.find(hubName.get()));
        }
        return Checkpoint.open(folder.toAbsolutePath().getFileName().toString(), folder);
    }
}
