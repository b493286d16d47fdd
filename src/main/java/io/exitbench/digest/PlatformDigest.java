package io.exitbench.digest;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The platform's digests without the checked exception that no platform throws. */
final class PlatformDigest {
    private PlatformDigest() {}

    static MessageDigest named(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has " + algorithm, e);
        }
    }
}
