package io.exitbench.model.weights;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * SHA-256 digests of files. A digest is remembered, in memory only, until the file's size or
 * modification time changes.
 */
public final class FileDigests {
    private static final int CHUNK_BYTES = 1 << 18;

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
                digest = compute(real);
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
        byte[] bytes = listing.toString().getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(newDigest().digest(bytes));
    }

    private static String compute(Path file) throws IOException {
        MessageDigest digest = newDigest();
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                digest.update(chunk, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
