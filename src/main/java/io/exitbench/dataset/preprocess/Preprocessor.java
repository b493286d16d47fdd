package io.exitbench.dataset.preprocess;

import com.google.gson.GsonBuilder;
import io.exitbench.ExitBenchException;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Sha256;
import io.exitbench.dataset.Split;
import io.exitbench.dataset.TokenFiles;
import io.exitbench.dataset.hygiene.Duplicates;
import io.exitbench.dataset.source.SourceFile;
import io.exitbench.dataset.source.SourceFiles;
import io.exitbench.dataset.tokenize.LiteralCensus;
import io.exitbench.dataset.tokenize.LiteralCounts;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Brings files of any number into CodeXGLUE's token format, in parallel and as a stream. The result
 * lies in a folder named by a digest of everything it depends on, and appears there as a whole.
 */
public final class Preprocessor {
    /** Goes up when the same input gives other output. */
    private static final int VERSION = 3;

    private static final int SHORT = 24;

    private final Path cache;
    private final int threads;

    /**
     * @param cache folder under which results lie
     * @param threads that tokenise
     */
    public Preprocessor(Path cache, int threads) {
        this.cache = cache;
        this.threads = threads;
    }

    /**
     * Tokenises files, or finds the result of an earlier run.
     *
     * @param name as reports call the data
     * @param language of all files
     * @param files to read
     * @param given literals that stay visible; else the most frequent of the train split
     * @return the tokenised files
     * @throws ExitBenchException if the files cannot be read, or nothing is left of them
     */
    public TokenFiles run(
            String name, Language language, SourceFiles files, Optional<Literals> given) {
        String source = files.identity();
        Path folder = cache.resolve(key(name, language, files, source, given));
        if (!Files.exists(folder)) {
            try {
                make(folder, name, language, files, source, given);
            } catch (IOException e) {
                throw unwritable(folder, e);
            } catch (UncheckedIOException e) {
                throw unwritable(folder, e.getCause());
            }
        }
        return new StoredTokenFiles(folder, language);
    }

    private static ExitBenchException unwritable(Path folder, IOException cause) {
        return new ExitBenchException(
                folder + " cannot be written; check the disk and exitbench.cache.", cause);
    }

    private static String key(
            String name,
            Language language,
            SourceFiles files,
            String source,
            Optional<Literals> given) {
        String text =
                String.join(
                        "\n",
                        String.valueOf(VERSION),
                        name,
                        language.name(),
                        files.form().name(),
                        source,
                        given.map(Literals::digest).orElse("most frequent"));
        byte[] digest = Sha256.of(text.getBytes(StandardCharsets.UTF_8));
        return language.dataset() + "-" + HexFormat.of().formatHex(digest).substring(0, SHORT);
    }

    private void make(
            Path folder,
            String name,
            Language language,
            SourceFiles files,
            String source,
            Optional<Literals> given)
            throws IOException {
        Files.createDirectories(cache);
        Path partial = Files.createTempDirectory(cache, "partial");
        try {
            FileTokens tokens = new FileTokens(language, files.form());
            Literals literals =
                    given.orElseGet(
                            () ->
                                    files.form() == SourceFiles.Form.TOKENS
                                            ? Literals.NONE
                                            : census(name, files, tokens));
            write(partial, name, language, files, tokens, literals, source);
            try {
                Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                // Another process was faster with the same result.
                if (!Files.exists(folder)) {
                    throw e;
                }
            }
        } finally {
            delete(partial);
        }
    }

    private Literals census(String name, SourceFiles files, FileTokens tokens) {
        LiteralCensus census = new LiteralCensus();
        Consumer<Optional<LiteralCounts>> sink = counts -> counts.ifPresent(census::add);
        each(
                "Literals of " + name,
                files,
                file ->
                        file.split() == Split.TRAIN
                                ? Optional.of(() -> tokens.literals(file))
                                : Optional.empty(),
                sink);
        return census.mostFrequent();
    }

    private void write(
            Path partial,
            String name,
            Language language,
            SourceFiles files,
            FileTokens tokens,
            Literals literals,
            String source)
            throws IOException {
        Map<Split, SplitWriter> writers = new EnumMap<>(Split.class);
        Map<Split, Integer> counts = new EnumMap<>(Split.class);
        Duplicates duplicates = new Duplicates();
        int[] rejected = {0};
        try {
            for (Split split : Split.values()) {
                writers.put(split, new SplitWriter(partial, split));
                counts.put(split, 0);
            }
            Consumer<Optional<TokenizedSource>> sink =
                    result -> {
                        if (result.isEmpty()) {
                            rejected[0]++;
                            return;
                        }
                        TokenizedSource file = result.get();
                        duplicates.add(file.split(), file.lineDigest(), file.signature());
                        counts.merge(file.split(), 1, Integer::sum);
                        try {
                            writers.get(file.split()).add(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    };
            int missing =
                    each(
                            "Tokenise " + name,
                            files,
                            file -> Optional.of(() -> tokens.tokenize(file, literals)),
                            sink);
            rejected[0] += missing;
            Map<Split, String> digests = new EnumMap<>(Split.class);
            for (Map.Entry<Split, SplitWriter> writer : writers.entrySet()) {
                digests.put(writer.getKey(), writer.getValue().finish());
            }
            if (counts.values().stream().allMatch(count -> count == 0)) {
                throw new ExitBenchException(
                        "The data "
                                + name
                                + " have no file that can be tokenised as "
                                + language
                                + "; check exitbench.data.");
            }
            Manifest manifest =
                    new Manifest(
                            name,
                            language.name(),
                            source,
                            literals.digest(),
                            rejected[0],
                            counts,
                            digests,
                            duplicates.overlaps());
            Files.writeString(
                    partial.resolve(StoredTokenFiles.MANIFEST),
                    new GsonBuilder().setPrettyPrinting().create().toJson(manifest) + "\n");
        } finally {
            for (SplitWriter writer : writers.values()) {
                writer.close();
            }
        }
    }

    /** What is to be done with a file, if anything. */
    private interface Work<T> {
        Optional<Callable<T>> on(SourceFile file);
    }

    private <T> int each(String task, SourceFiles files, Work<T> work, Consumer<T> sink) {
        try (Progress progress = Progress.start(task, files.unit(), files.size());
                OrderedWorkers<T> workers = new OrderedWorkers<>(threads, sink)) {
            int missing =
                    files.read(
                            file ->
                                    work.on(file)
                                            .ifPresent(
                                                    todo ->
                                                            workers.submit(
                                                                    todo, file.content().length)),
                            progress::advance);
            workers.finish();
            return missing;
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
