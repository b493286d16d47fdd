package io.exitbench.cli;

import io.exitbench.HomeFolder;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a command computes and keeps what it makes once. */
final class PlaceOptions {
    private static final String CACHE = "--cache";

    @Option(names = "--device", defaultValue = "auto", description = "cpu, gpu or auto.")
    private String device;

    @Option(
            names = CACHE,
            defaultValue = "~/.cache/exitbench",
            description = "Folder for what is made once.")
    private String cache;

    /** To find a GPU the libraries are loaded, so the place for their binaries comes first. */
    String device() {
        cache();
        return device;
    }

    Path cache() {
        HomeFolder home = new HomeFolder(System.getProperties(), System.getenv());
        Path folder = home.expand(CACHE, cache);
        home.lendToLibraries(folder);
        return folder;
    }
}
