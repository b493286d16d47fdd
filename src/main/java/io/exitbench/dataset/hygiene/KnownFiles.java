package io.exitbench.dataset.hygiene;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Files to compare others with. Candidates for near duplicates share at least one of 16 bands of
 * four signature entries; a pair of similarity 0.8 is missed with a probability below 0.001.
 */
public final class KnownFiles {
    private static final int ROWS = 4;
    private static final double NEAR = 0.8;

    private final Set<Long> contents = new HashSet<>();
    private final Map<Long, List<int[]>> bands = new HashMap<>();

    /**
     * Takes a file in unless it equals or resembles one that is known.
     *
     * @param line SHA-256 of its token line
     * @param signature of {@link MinHash}
     * @return whether it was new
     */
    public boolean addIfNew(byte[] line, int[] signature) {
        long content = content(line);
        if (hasEqual(content) || hasNear(signature)) {
            return false;
        }
        add(content, signature);
        return true;
    }

    static long content(byte[] line) {
        return ByteBuffer.wrap(line).getLong();
    }

    void add(long content, int[] signature) {
        if (contents.add(content)) {
            for (int band = 0; band < MinHash.LENGTH / ROWS; band++) {
                bands.computeIfAbsent(key(signature, band), k -> new ArrayList<>(1)).add(signature);
            }
        }
    }

    boolean hasEqual(long content) {
        return contents.contains(content);
    }

    boolean hasNear(int[] signature) {
        for (int band = 0; band < MinHash.LENGTH / ROWS; band++) {
            for (int[] other : bands.getOrDefault(key(signature, band), List.of())) {
                if (MinHash.similarity(signature, other) >= NEAR) {
                    return true;
                }
            }
        }
        return false;
    }

    private static long key(int[] signature, int band) {
        long key = band + 1;
        for (int i = band * ROWS; i < (band + 1) * ROWS; i++) {
            key = (key ^ signature[i]) * 0x9E3779B97F4A7C15L;
            key ^= key >>> 32;
        }
        return key;
    }
}
