package io.exitbench.dataset.hygiene;

import io.exitbench.dataset.Split;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds duplicates across splits. */
public final class Duplicates {
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
                .add(new File(path, KnownFiles.content(line), signature));
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
            KnownFiles index = index(reached);
            Map<Boolean, List<File>> parts =
                    left.stream().collect(Collectors.partitioningBy(file -> has(index, file)));
            reached = parts.get(true);
            left = parts.get(false);
            reached.forEach(file -> paths.add(file.path()));
        }
        return paths;
    }

    private SplitOverlap overlap(Split of, Split in) {
        List<File> wanted = files.getOrDefault(of, List.of());
        KnownFiles index = index(files.getOrDefault(in, List.of()));
        int exact = 0;
        int near = 0;
        for (File file : wanted) {
            if (index.hasEqual(file.content())) {
                exact++;
            } else if (index.hasNear(file.signature())) {
                near++;
            }
        }
        return new SplitOverlap(of, in, wanted.size(), exact, near);
    }

    private static KnownFiles index(List<File> files) {
        KnownFiles index = new KnownFiles();
        files.forEach(file -> index.add(file.content(), file.signature()));
        return index;
    }

    private static boolean has(KnownFiles index, File file) {
        return index.hasEqual(file.content()) || index.hasNear(file.signature());
    }
}
