package io.exitbench.file;

import io.exitbench.ExitBenchException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
     * Writes UTF-8. Half a surrogate pair, which no UTF-8 can hold, becomes U+FFFD.
     *
     * @param file to create or replace; its folder is created
     * @param text whole content
     */
    public static void write(Path file, String text) {
        write(file, out -> out.write(text));
    }

    private static Writer writer(Path file) throws IOException {
        CharsetEncoder utf8 =
                StandardCharsets.UTF_8
                        .newEncoder()
                        .replaceWith("\uFFFD".getBytes(StandardCharsets.UTF_8))
                        .onMalformedInput(CodingErrorAction.REPLACE);
        OutputStream out =
                Files.newOutputStream(
                        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new BufferedWriter(new OutputStreamWriter(out, utf8));
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
                try (Writer out = writer(partial)) {
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
