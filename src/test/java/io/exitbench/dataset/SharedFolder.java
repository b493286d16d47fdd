package io.exitbench.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Reference material that lies beside the project and is not part of it. */
final class SharedFolder {
    private SharedFolder() {}

    static Path file(String name) {
        Path file = Path.of("../shared/goldens/tokenization").resolve(name);
        Assumptions.assumeTrue(
                Files.exists(file), () -> "Skipped: the reference file " + file + " is not there.");
        return file;
    }
}
