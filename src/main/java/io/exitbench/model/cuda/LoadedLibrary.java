package io.exitbench.model.cuda;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds libraries that this process has loaded, wherever they lie. */
public final class LoadedLibrary {
    private static final Path MAPPED_FILES = Path.of("/proc/self/maps");

    private LoadedLibrary() {}

    /**
     * @param wanted of a library's path
     * @return the first such path
     * @throws ExitBenchException if the system does not tell what is loaded
     */
    public static Optional<String> find(Predicate<String> wanted) {
        try {
            return Files.readAllLines(MAPPED_FILES, StandardCharsets.UTF_8).stream()
                    .filter(line -> line.indexOf('/') >= 0)
                    .map(line -> line.substring(line.indexOf('/')))
                    .filter(wanted)
                    .findFirst();
        } catch (IOException e) {
            throw new ExitBenchException(
                    "the system does not tell what is loaded (" + e.getMessage() + ")", e);
        }
    }
}
