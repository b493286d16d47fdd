package io.exitbench.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A file that comes with the classes. */
final class Resource {
    private Resource() {}

    /** Beside these classes, where it always is. */
    static String text(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException(name + " was not built in"));
    }

    /**
     * @param name beside these classes, or from a {@code /} on
     * @return its text; nothing if it is not there
     */
    static Optional<String> find(String name) {
        try (InputStream in = Resource.class.getResourceAsStream(name)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
