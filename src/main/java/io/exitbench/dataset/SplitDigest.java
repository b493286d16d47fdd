package io.exitbench.dataset;

import io.exitbench.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Digest of a split: for each file its path, a zero byte, and SHA-256 of its token line. */
public final class SplitDigest {
    private final MessageDigest sha256 = Sha256.create();

    /**
     * @param path of the next file
     * @param line SHA-256 of its token line
     */
    public void add(String path, byte[] line) {
        sha256.update(path.getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) 0);
        sha256.update(line);
    }

    /**
     * @return the digest in hexadecimal; nothing may be added any more
     */
    public String hex() {
        return HexFormat.of().formatHex(sha256.digest());
    }
}
