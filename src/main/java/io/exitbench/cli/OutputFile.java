package io.exitbench.cli;

import io.exitbench.ExitBenchException;
import io.exitbench.settings.WritableFolder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes sure before a command's work that its result can be stored. */
final class OutputFile {
    private OutputFile() {}

    /**
     * Makes the file's folder unless it is there.
     *
     * @param option that names the file
     * @param file to write
     * @throws ExitBenchException if it cannot be written
     */
    static void require(String option, Path file) {
        if (Files.isDirectory(file)) {
            throw new ExitBenchException(file + " is a folder; name a file with " + option + ".");
        }
        WritableFolder.require(option, file.toAbsolutePath().getParent());
    }
}
