package io.exitbench.digest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The id that Git gives a file's content: the SHA-1 of a short header with its length and of the
 * content (Pro Git, section 10.2, Git Objects).
 */
public final class GitBlob {
    private GitBlob() {}

    /**
     * @param file to digest
     * @return 40 lower-case hexadecimal digits
     * @throws IOException if it cannot be read
     */
    public static String id(Path file) throws IOException {
        MessageDigest sha1 = PlatformDigest.named("SHA-1");
        String header = "blob " + Files.size(file) + "\0";
        sha1.update(header.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(Sha256.update(sha1, file).digest());
    }
}
