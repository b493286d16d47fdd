package io.exitbench.dataset.source;

import io.exitbench.text.UnicodeText;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Lines of a text as UTF-8 without a byte order mark; a line above the limit is an error and never
 * fills the memory.
 */
final class BoundedLines implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final int longest;
    private final InputStream in;

    BoundedLines(Path file, int longest) throws IOException {
        this.file = file;
        this.longest = longest;
        in = new BufferedInputStream(UnicodeText.open(file), BUFFER);
    }

    /** The next line without its line feed, or empty at the end. */
    Optional<byte[]> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(BUFFER);
        int c = in.read();
        if (c < 0) {
            return Optional.empty();
        }
        for (; c >= 0 && c != '\n'; c = in.read()) {
            if (line.size() == longest) {
                throw new IOException(file + " has a line of more than " + longest + " bytes");
            }
            line.write(c);
        }
        return Optional.of(line.toByteArray());
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
