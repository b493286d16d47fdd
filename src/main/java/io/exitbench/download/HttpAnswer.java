package io.exitbench.download;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The head of an answer, with its body still to be read. */
final class HttpAnswer implements AutoCloseable {
    private static final Pattern CONTENT_RANGE =
            Pattern.compile(
                    "bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)", Pattern.CASE_INSENSITIVE);

    private final URI address;
    private final HttpURLConnection connection;
    private final int status;

    HttpAnswer(URI address, HttpURLConnection connection, int status) {
        this.address = address;
        this.connection = connection;
        this.status = status;
    }

    int status() {
        return status;
    }

    boolean isRedirect() {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    boolean isWorthAnotherAttempt() {
        return status == 408 || status == 425 || status == 429 || status >= 500;
    }

    URI redirect() throws IOException {
        String location = connection.getHeaderField("Location");
        if (location == null) {
            throw new IOException("a redirect without an address");
        }
        try {
            return address.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new IOException("a redirect to a malformed address", e);
        }
    }

    /** First byte of the body in the file; negative if a part does not say where it belongs. */
    long start() {
        if (status != 206) {
            return 0;
        }
        Matcher range = range();
        return range.matches() ? Long.parseLong(range.group(1)) : -1;
    }

    /** Bytes of the whole file as the server announces them. */
    OptionalLong total() {
        Matcher range = range();
        if (status == 206 && range.matches() && !range.group(2).equals("*")) {
            return OptionalLong.of(Long.parseLong(range.group(2)));
        }
        long body = connection.getContentLengthLong();
        return body < 0 ? OptionalLong.empty() : OptionalLong.of(start() + body);
    }

    /** Whether a body that ends too early can be told from a whole one. */
    boolean hasMarkedEnd() {
        String encoding = header("Transfer-Encoding");
        return total().isPresent() || encoding.toLowerCase(Locale.ROOT).contains("chunked");
    }

    boolean isWebPage() {
        return header("Content-Type").toLowerCase(Locale.ROOT).startsWith("text/html");
    }

    /** Names this very content, so that a changed file is not glued to the part of an old one. */
    Optional<String> validator() {
        String tag = header("ETag");
        if (!tag.isEmpty() && !tag.startsWith("W/")) {
            return Optional.of(tag);
        }
        String modified = header("Last-Modified");
        return modified.isEmpty() ? Optional.empty() : Optional.of(modified);
    }

    InputStream body() throws NetworkException {
        try {
            return connection.getInputStream();
        } catch (IOException e) {
            throw NetworkException.after(e);
        }
    }

    private Matcher range() {
        return CONTENT_RANGE.matcher(header("Content-Range"));
    }

    private String header(String name) {
        String value = connection.getHeaderField(name);
        return value == null ? "" : value;
    }

    @Override
    public void close() {
        connection.disconnect();
    }
}
