package io.exitbench.cli;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a command computes and keeps what it makes once. */
final class PlaceOptions {
    @Option(names = "--device", description = "cpu, gpu or auto.")
    private String device;

    @Mixin private CacheOption cache;

    /** To find a GPU the libraries are loaded, so the place for their binaries comes first. */
    String device() {
        cache();
        return device;
    }

    Path cache() {
        return cache.folder();
    }
}
