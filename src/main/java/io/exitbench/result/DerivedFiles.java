package io.exitbench.result;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What follows from the records of a folder. The files are written aside and moved into place one
 * by one, {@code results.csv} last; those that were derived before and are not any more are
 * removed. Wherever this is interrupted, a folder that was finished still is, and deriving once
 * more leaves it as if nothing had been.
 */
final class DerivedFiles {
    private static final String STAGING = ".derived";

    /** Names of all files that were put into the folder, so that none outlives its reason. */
    private static final String NAMES = ".derived-names";

    private final Path folder;

    DerivedFiles(Path folder) {
        this.folder = folder;
    }

    void replace(Map<String, ResultFolder.Content> files) throws IOException {
        Path staging = folder.resolve(STAGING);
        // What a killed process left there is of no commit.
        ResultFolder.remove(staging);
        Files.createDirectories(staging);
        files.forEach((name, content) -> content.writeTo(staging.resolve(name)));
        Set<String> old = names();
        Set<String> either = new LinkedHashSet<>(old);
        either.addAll(files.keySet());
        // Before any is moved: what is there must be known to whoever takes over.
        write(staging, either);
        for (String name : files.keySet()) {
            if (!name.equals(ResultFolder.RESULTS)) {
                move(staging.resolve(name), folder.resolve(name));
            }
        }
        move(staging.resolve(ResultFolder.RESULTS), folder.resolve(ResultFolder.RESULTS));
        old.removeAll(files.keySet());
        for (String name : old) {
            Files.deleteIfExists(folder.resolve(name));
        }
        write(staging, files.keySet());
        Files.delete(staging);
    }

    private Set<String> names() throws IOException {
        Path file = folder.resolve(NAMES);
        return Files.exists(file)
                ? new LinkedHashSet<>(Files.readAllLines(file))
                : new LinkedHashSet<>();
    }

    private void write(Path staging, Collection<String> names) throws IOException {
        Path written = staging.resolve(NAMES);
        Files.write(written, names, StandardCharsets.UTF_8);
        move(written, folder.resolve(NAMES));
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
