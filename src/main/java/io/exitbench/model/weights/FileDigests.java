package io.exitbench.model.weights;

import io.exitbench.ExitBenchException;
import io.exitbench.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * SHA-256 digests of files. A digest is remembered, in memory only, until the file's size or
 * modification time changes.
 */
public final class FileDigests {
    private final Map<Version, String> known = new ConcurrentHashMap<>();

    private record Version(Path file, long size, FileTime modified) {}

    /**
     * @param file a readable file
     * @return the SHA-256 of its content, 64 lower-case hexadecimal digits
     * @throws ExitBenchException when the file cannot be read
     */
    public String sha256(Path file) {
        try {
            Path real = file.toRealPath();
            BasicFileAttributes now = Files.readAttributes(real, BasicFileAttributes.class);
            Version version = new Version(real, now.size(), now.lastModifiedTime());
            String digest = known.get(version);
            if (digest == null) {
                digest = Sha256.hex(real);
                known.put(version, digest);
            }
            return digest;
        } catch (IOException e) {
            throw new ExitBenchException(
                    "Cannot read %s to compute its digest: %s; check the file and its permissions."
                            .formatted(file, e),
                    e);
        }
    }

    /**
     * The SHA-256 over sorted {@code digest, two spaces, name, newline}, as sha256sum prints.
     *
     * @param digests by file name
     * @return 64 lower-case hexadecimal digits
     */
    public static String combine(Map<String, String> digests) {
        SortedMap<String, String> sorted = new TreeMap<>(digests);
        StringBuilder listing = new StringBuilder();
        sorted.forEach((name, digest) -> listing.append(digest + "  " + name + "\n"));
        return Sha256.hex(listing.toString());
    }
}
