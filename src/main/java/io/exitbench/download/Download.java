package io.exitbench.download;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One file to fetch.
 *
 * @param source {@code http} or {@code https}
 * @param target appears whole and checked, or not at all; until then the bytes lie beside it under
 *     the name with {@code .part} at its end
 * @param headers of the request, such as {@code Authorization}; they are not passed on to another
 *     host
 * @param size bytes expected, if known
 * @param sha256 expected, in lower-case hexadecimal, if known
 */
public record Download(
        URI source,
        Path target,
        Map<String, String> headers,
        OptionalLong size,
        Optional<String> sha256) {

    /** Copies the headers and normalises the digest. */
    public Download {
        headers = Map.copyOf(headers);
        sha256 = sha256.map(digest -> digest.toLowerCase(Locale.ROOT));
    }

    /**
     * @param source {@code http} or {@code https}
     * @param target to be written
     * @return a download without headers and without expectations
     */
    public static Download of(URI source, Path target) {
        return new Download(source, target, Map.of(), OptionalLong.empty(), Optional.empty());
    }

    /**
     * @param name of a request header
     * @param value of it
     * @return the same with the header
     */
    public Download withHeader(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Download(source, target, more, size, sha256);
    }

    /**
     * @param bytes that the file must have
     * @return the same with the expectation
     */
    public Download withSize(long bytes) {
        return new Download(source, target, headers, OptionalLong.of(bytes), sha256);
    }

    /**
     * @param digest SHA-256 in hexadecimal
     * @return the same with the expectation
     */
    public Download withSha256(String digest) {
        return new Download(source, target, headers, size, Optional.of(digest));
    }
}
