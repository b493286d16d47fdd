package io.exitbench.finetune;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.Protocol;
import io.exitbench.dataset.Split;
import io.exitbench.dataset.TokenFiles;
import io.exitbench.dataset.TokenizedFile;
import io.exitbench.dataset.layout.SourceLayout;
import io.exitbench.digest.Sha256;
import io.exitbench.model.CodeTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The token ids that a model is tuned on.
 *
 * @param name of the data set
 * @param digest of the data set
 * @param files token ids of files of the train split; asked only when something is trained
 * @param mixed other data that fill a part of every batch
 */
public record TrainingData(
        String name, String digest, Supplier<List<int[]>> files, List<Mixed> mixed) {
    private static final String SOURCE_TEXT = " as source text";

    /** Files encoded in parallel before their tokens are counted. */
    private static final int AT_ONCE = 256;

    /**
     * Data mixed into others.
     *
     * @param data that are themselves unmixed
     * @param share of each batch's sequences, within 0 and 1
     */
    public record Mixed(TrainingData data, double share) {}

    /** Copies the list. */
    public TrainingData {
        mixed = List.copyOf(mixed);
    }

    private TrainingData(String name, String digest, Supplier<List<int[]>> files) {
        this(name, digest, files, List.of());
    }

    /**
     * Data at hand.
     *
     * @param name of the data set
     * @param digest of the data set
     * @param files token ids of each file
     */
    public TrainingData(String name, String digest, List<int[]> files) {
        this(name, digest, () -> files, List.of());
    }

    /**
     * Mixes other data in, so that what is learned holds beyond one library.
     *
     * @param others each with its share; these fill all batches but what they leave
     * @return data with their digests and shares in its own
     * @throws ExitBenchException if nothing is left of a batch
     */
    public TrainingData mixedWith(List<Mixed> others) {
        if (others.isEmpty()) {
            return this;
        }
        StringBuilder names = new StringBuilder(name);
        StringBuilder digests = new StringBuilder(digest);
        for (Mixed other : others) {
            names.append(" + ").append(other.share()).append(" ").append(other.data().name());
            digests.append("\n").append(other.share()).append(" ").append(other.data().digest());
        }
        boolean within = others.stream().allMatch(other -> other.share() > 0);
        if (!within || !(others.stream().mapToDouble(Mixed::share).sum() < 1)) {
            throw new ExitBenchException(
                    "The data of "
                            + names
                            + " leave no part of a batch to one of them; give shares above 0 whose"
                            + " sum is below 1.");
        }
        return new TrainingData(names.toString(), Sha256.hex(digests.toString()), files, others);
    }

    /**
     * The train split of a data set, or as many seeded random files of it as one epoch needs.
     *
     * @param files of the data set
     * @param tokenizer of the model; it must be open when the data are asked for
     * @param tokens that the training sees
     * @param seed of the choice of files
     * @return the data, which are tokenised when they are asked for
     */
    public static TrainingData of(
            TokenFiles files, CodeTokenizer tokenizer, long tokens, long seed) {
        return new TrainingData(
                files.name(),
                files.digest(),
                () -> encoded(files, file -> tokenizer.encode(file.line()), tokens, seed));
    }

    /**
     * As {@link #of}, the files written as source text and begun as the model's makers begin texts,
     * for models that have never seen token lines.
     *
     * @param files of the data set
     * @param tokenizer of the model; it must be open when the data are asked for
     * @param tokens that the training sees
     * @param seed of the choice of files
     * @return the data, with a digest of their own
     */
    public static TrainingData ofSourceText(
            TokenFiles files, CodeTokenizer tokenizer, long tokens, long seed) {
        return new TrainingData(
                files.name() + SOURCE_TEXT,
                Sha256.hex(files.digest() + SOURCE_TEXT + Arrays.toString(tokenizer.beginning())),
                () -> encoded(files, file -> sourceText(files, tokenizer, file), tokens, seed));
    }

    /**
     * Data in the form in which a protocol brings code before the model.
     *
     * @param protocol that the model is tuned for
     * @param files of the data set
     * @param tokenizer of the model; it must be open when the data are asked for
     * @param tokens that the training sees
     * @param seed of the choice of files
     * @return {@link #ofSourceText source text} for a raw protocol, else token lines
     */
    public static TrainingData of(
            Protocol protocol, TokenFiles files, CodeTokenizer tokenizer, long tokens, long seed) {
        return protocol.isRaw()
                ? ofSourceText(files, tokenizer, tokens, seed)
                : of(files, tokenizer, tokens, seed);
    }

    /**
     * A whole file in the form in which a protocol brings code before the model.
     *
     * @param protocol of the model
     * @param files that the file is one of
     * @param tokenizer of the model
     * @param file to read
     * @return token ids
     */
    public static int[] encoded(
            Protocol protocol, TokenFiles files, CodeTokenizer tokenizer, TokenizedFile file) {
        return protocol.isRaw()
                ? sourceText(files, tokenizer, file)
                : tokenizer.encode(file.line());
    }

    private static int[] sourceText(TokenFiles files, CodeTokenizer tokenizer, TokenizedFile file) {
        int[] text = tokenizer.encode(SourceLayout.of(files.language(), file.tokens()));
        return IntStream.concat(Arrays.stream(tokenizer.beginning()), Arrays.stream(text))
                .toArray();
    }

    /**
     * @param name of data that a model was tuned on
     * @return whether they were source text and not token lines
     */
    public static boolean isSourceText(String name) {
        return name.endsWith(SOURCE_TEXT);
    }

    private static List<int[]> encoded(
            TokenFiles files, Function<TokenizedFile, int[]> encoding, long tokens, long seed) {
        List<Integer> order =
                new ArrayList<>(
                        IntStream.range(0, files.paths(Split.TRAIN).size()).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        SortedMap<Integer, int[]> chosen = new TreeMap<>();
        long count = 0;
        for (int from = 0; from < order.size() && count <= tokens; from += AT_ONCE) {
            List<Integer> part = order.subList(from, Math.min(order.size(), from + AT_ONCE));
            List<int[]> ids =
                    part.parallelStream()
                            .map(index -> encoding.apply(files.file(Split.TRAIN, index)))
                            .toList();
            for (int i = 0; i < ids.size() && count <= tokens; i++) {
                chosen.put(part.get(i), ids.get(i));
                count += ids.get(i).length;
            }
        }
        // In the data set's order: with all files chosen, nothing depends on the choice.
        return List.copyOf(chosen.values());
    }
}
