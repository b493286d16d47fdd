package io.exitbench.cli;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a command computes and keeps what it makes once. */
final class PlaceOptions {
    @Option(names = "--device", defaultValue = "auto", description = "cpu, gpu or auto.")
    private String device;

    @Mixin private CacheOption cache;

    String device() {
        return device;
    }

    Path cache() {
        return cache.folder();
    }
}
