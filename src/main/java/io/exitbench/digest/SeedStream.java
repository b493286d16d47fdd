package io.exitbench.digest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Random numbers for one purpose. Whatever draws from a seed has a stream of its own, so that no
 * two choices of a suite hang together because both began with the same numbers.
 */
public final class SeedStream {
    private SeedStream() {}

    /**
     * @param seed of the suite
     * @param purpose what is drawn, different for everything that draws
     * @return the stream, the same on every machine
     */
    public static Random of(long seed, String purpose) {
        byte[] name = (seed + "|" + purpose).getBytes(StandardCharsets.UTF_8);
        return new Random(ByteBuffer.wrap(Sha256.of(name)).getLong());
    }
}
