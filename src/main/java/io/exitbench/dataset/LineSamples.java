package io.exitbench.dataset;

import io.exitbench.ExitBenchException;
import io.exitbench.digest.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Line completion as in CodeXGLUE: a file is cut after a random token, and the rest of the line is
 * to be completed. Where nothing is left of a line, there is no sample.
 *
 * <p>Each cut depends on the seed, the file and its number only, and files come in an order that
 * depends on the seed and their paths, so the first hundred samples are the same however many are
 * drawn.
 */
public final class LineSamples {
    private static final Logger LOG = LoggerFactory.getLogger(LineSamples.class);
    private static final int ATTEMPTS = 20;

    private LineSamples() {}

    /** A file and where the seed puts it. */
    private record Place(int index, long key) {}

    /**
     * Draws samples.
     *
     * @param files to cut
     * @param split whose files are cut
     * @param count samples wanted
     * @param seed of the order and the cuts
     * @return {@code count} samples
     * @throws ExitBenchException if the split has too few places to cut
     */
    public static List<CompletionSample> draw(TokenFiles files, Split split, int count, long seed) {
        List<Integer> order = order(files.paths(split), seed);
        List<CompletionSample> samples = new ArrayList<>();
        for (int round = 0; samples.size() < count; round++) {
            int before = samples.size();
            for (int index : order) {
                if (samples.size() == count) {
                    break;
                }
                CompletionSample sample =
                        cut(files.language(), files.file(split, index), round, seed);
                if (sample != null) {
                    samples.add(sample);
                }
            }
            if (samples.size() == before) {
                throw new ExitBenchException(
                        "The "
                                + split
                                + " split of "
                                + files.name()
                                + " has no line to complete; give more files with exitbench.data.");
            }
        }
        long cut = samples.stream().map(CompletionSample::file).distinct().count();
        if (cut < samples.size()) {
            LOG.info(
                    "{} lines are cut from {} files of the {} split of {}: some share a file.",
                    samples.size(),
                    cut,
                    split.id(),
                    files.name());
        }
        return List.copyOf(samples);
    }

    private static List<Integer> order(List<String> paths, long seed) {
        List<Place> places = new ArrayList<>(paths.size());
        for (int i = 0; i < paths.size(); i++) {
            places.add(new Place(i, mix(seed, paths.get(i), -1)));
        }
        places.sort(Comparator.comparingLong(Place::key));
        return places.stream().map(Place::index).toList();
    }

    /**
     * Draws from given cases.
     *
     * @param cases all of them
     * @param count samples wanted
     * @param seed of the order, which depends on nothing but it and the ids
     * @return {@code count} samples, or all if there are fewer
     */
    public static List<CompletionSample> draw(List<CompletionSample> cases, int count, long seed) {
        List<Integer> order = order(cases.stream().map(CompletionSample::id).toList(), seed);
        return order.stream().limit(count).map(cases::get).toList();
    }

    private static CompletionSample cut(
            Language language, TokenizedFile file, int round, long seed) {
        List<String> tokens = file.tokens();
        if (tokens.size() < 2) {
            return null;
        }
        Random random = new Random(mix(seed, file.path(), round));
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int cut = 1 + random.nextInt(tokens.size() - 1);
            int end = language.lineEnd(tokens, cut);
            if (end > cut) {
                return new CompletionSample(
                        file.path() + "#" + cut,
                        file.path(),
                        TokenizedFile.START + " " + String.join(" ", tokens.subList(0, cut)),
                        String.join(" ", tokens.subList(cut, end)),
                        String.join(" ", tokens.subList(end, tokens.size())));
            }
        }
        return null;
    }

    private static long mix(long seed, String path, int round) {
        String text = seed + "/" + round + "/" + path;
        return ByteBuffer.wrap(Sha256.of(text.getBytes(StandardCharsets.UTF_8))).getLong();
    }
}
