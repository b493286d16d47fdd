package io.exitbench.dataset.hygiene;

import io.exitbench.dataset.Split;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds duplicates across splits. Candidates for near duplicates share at least one of 16 bands of
 * four signature entries; a pair of similarity 0.8 is missed with a probability below 0.001.
 */
public final class Duplicates {
    private static final int ROWS = 4;
    private static final double NEAR = 0.8;

    private record File(String path, long content, int[] signature) {}

    private final Map<Split, List<File>> files = new EnumMap<>(Split.class);

    /**
     * Takes a file in.
     *
     * @param split of the file
     * @param path that names it in its split
     * @param line SHA-256 of its token line
     * @param signature of {@link MinHash}
     */
    public void add(Split split, String path, byte[] line, int[] signature) {
        files.computeIfAbsent(split, s -> new ArrayList<>())
                .add(new File(path, ByteBuffer.wrap(line).getLong(), signature));
    }

    /**
     * @return evaluation in train, evaluation in calibration, calibration in train
     */
    public List<SplitOverlap> overlaps() {
        return List.of(
                overlap(Split.EVALUATION, Split.TRAIN),
                overlap(Split.EVALUATION, Split.CALIBRATION),
                overlap(Split.CALIBRATION, Split.TRAIN));
    }

    /**
     * Evaluation files whose cluster reaches into what is learnt from: those that equal or resemble
     * a file of the train or calibration split, those that equal or resemble one of these, and so
     * on.
     *
     * @return their paths in order
     */
    public Set<String> toLeaveOut() {
        List<File> left = new ArrayList<>(files.getOrDefault(Split.EVALUATION, List.of()));
        List<File> reached = new ArrayList<>(files.getOrDefault(Split.TRAIN, List.of()));
        reached.addAll(files.getOrDefault(Split.CALIBRATION, List.of()));
        Set<String> paths = new TreeSet<>();
        while (!left.isEmpty() && !reached.isEmpty()) {
            Index index = new Index(reached);
            Map<Boolean, List<File>> parts =
                    left.stream().collect(Collectors.partitioningBy(index::has));
            reached = parts.get(true);
            left = parts.get(false);
            reached.forEach(file -> paths.add(file.path()));
        }
        return paths;
    }

    private SplitOverlap overlap(Split of, Split in) {
        List<File> wanted = files.getOrDefault(of, List.of());
        Index index = new Index(files.getOrDefault(in, List.of()));
        int exact = 0;
        int near = 0;
        for (File file : wanted) {
            if (index.contents.contains(file.content())) {
                exact++;
            } else if (index.hasNear(file.signature())) {
                near++;
            }
        }
        return new SplitOverlap(of, in, wanted.size(), exact, near);
    }

    private static final class Index {
        private final Set<Long> contents = new HashSet<>();
        private final Map<Long, List<int[]>> bands = new HashMap<>();

        Index(List<File> files) {
            for (File file : files) {
                if (contents.add(file.content())) {
                    for (int band = 0; band < MinHash.LENGTH / ROWS; band++) {
                        bands.computeIfAbsent(key(file.signature(), band), k -> new ArrayList<>(1))
                                .add(file.signature());
                    }
                }
            }
        }

        boolean has(File file) {
            return contents.contains(file.content()) || hasNear(file.signature());
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
}
