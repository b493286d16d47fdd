package io.exitbench.result;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a text file so that readers see the old or the new content, never a part. */
public final class AtomicFile {
    private AtomicFile() {}

    /**
     * Writes UTF-8.
     *
     * @param file to create or replace; its folder is created
     * @param text whole content
     */
    public static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path partial = Files.createTempFile(file.toAbsolutePath().getParent(), "partial", null);
            try {
                Files.writeString(partial, text);
                Files.move(
                        partial,
                        file,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw new ExitBenchException(
                    file + " cannot be written; check the disk and exitbench.output.", e);
        }
    }
}
