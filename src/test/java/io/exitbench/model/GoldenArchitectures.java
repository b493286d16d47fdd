package io.exitbench.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Small random checkpoints of every architecture, whose states transformers computed. */
public final class GoldenArchitectures {
    private static final Path FOLDER = Path.of("src/test/resources/goldens/architectures");

    private GoldenArchitectures() {}

    public static List<String> names() {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path folder(String name) {
        return FOLDER.resolve(name);
    }

    public static Checkpoint open(String name) {
        return Checkpoint.open(name, folder(name));
    }
}
