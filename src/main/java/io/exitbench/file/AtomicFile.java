package io.exitbench.file;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Writes a text file so that readers see the old or the new content, never a part. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes a content bit by bit, so that it need not fit into memory. */
    @FunctionalInterface
    public interface Content {
        /**
         * @param out to write to
         * @throws IOException if it cannot be written
         */
        void writeTo(Writer out) throws IOException;
    }

    /**
     * Writes UTF-8.
     *
     * @param file to create or replace; its folder is created
     * @param text whole content
     */
    public static void write(Path file, String text) {
        write(file, out -> out.write(text));
    }

    /**
     * Writes UTF-8 that is too long for a string.
     *
     * @param file to create or replace; its folder is created
     * @param content writes it
     */
    public static void write(Path file, Content content) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            // Asked first, since Java 17 makes no folders below a link to one.
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
            // Not Files.createTempFile: its result is readable by the owner alone.
            Path partial = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
            try {
                try (Writer out = Files.newBufferedWriter(partial)) {
                    content.writeTo(out);
                }
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
