package io.exitbench.cli;

import io.exitbench.HomeFolder;
import io.exitbench.settings.WritableFolder;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a command keeps what it makes once. */
final class CacheOption {
    private static final String NAME = "--cache";

    @Option(names = NAME, description = "Folder for what is made once.")
    private String cache;

    Path folder() {
        HomeFolder home = HomeFolder.ofUser();
        Path folder = home.expand(NAME, cache);
        home.lendToLibraries(folder);
        return WritableFolder.require(NAME, folder);
    }
}
