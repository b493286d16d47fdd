package io.exitbench.digest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** SHA-256 of bytes, texts and files; the one place that fetches it from the platform. */
public final class Sha256 {
    private static final int BUFFER = 1 << 18;

    private Sha256() {}

    /**
     * @return a fresh digest, for content that comes in parts
     */
    public static MessageDigest create() {
        return PlatformDigest.named("SHA-256");
    }

    /**
     * @param content to digest
     * @return 32 bytes
     */
    public static byte[] of(byte[] content) {
        return create().digest(content);
    }

    /**
     * @param content to digest
     * @return 64 lower-case hexadecimal digits
     */
    public static String hex(byte[] content) {
        return HexFormat.of().formatHex(of(content));
    }

    /**
     * @param text to digest, as UTF-8
     * @return 64 lower-case hexadecimal digits
     */
    public static String hex(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param file to digest
     * @return 64 lower-case hexadecimal digits
     * @throws IOException if it cannot be read
     */
    public static String hex(Path file) throws IOException {
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
