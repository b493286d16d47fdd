package io.exitbench.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 without the checked exception that no platform throws. */
public final class Sha256 {
    private static final int BUFFER = 1 << 16;

    private Sha256() {}

    /**
     * @return a fresh digest
     */
    public static MessageDigest create() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /**
     * @param content to digest
     * @return 32 bytes
     */
    public static byte[] of(byte[] content) {
        return create().digest(content);
    }

    /**
     * @param file to digest
     * @return in hexadecimal
     * @throws IOException if it cannot be read
     */
    public static String of(Path file) throws IOException {
        return HexFormat.of().formatHex(update(create(), file).digest());
    }

    /**
     * @param digest to feed
     * @param file whose content is fed
     * @return the digest
     * @throws IOException if the file cannot be read
     */
    public static MessageDigest update(MessageDigest digest, Path file) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return digest;
    }
}
