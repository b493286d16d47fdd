package io.exitbench.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a command keeps what it makes once. */
final class CacheOption {
    @Option(
            names = "--cache",
            defaultValue = "${sys:user.home}/.cache/exitbench",
            description = "Folder for what is made once.")
    private Path cache;

    Path folder() {
        return cache;
    }
}
