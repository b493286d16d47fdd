package io.exitbench.dataset.preprocess;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.RejectedFile;
import io.exitbench.dataset.Split;
import io.exitbench.dataset.TokenFiles;
import io.exitbench.dataset.source.SourceFile;
import io.exitbench.dataset.source.SourceFiles;
import io.exitbench.dataset.tokenize.LiteralCensus;
import io.exitbench.dataset.tokenize.LiteralCounts;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.digest.Sha256;
import io.exitbench.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
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
    private static final int VERSION = 4;

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
        return language.dataset() + "-" + Sha256.hex(text).substring(0, SHORT);
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
                missing -> {},
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
        try (CorpusWriter writer = new CorpusWriter(partial)) {
            each(
                    "Tokenise " + name,
                    files,
                    file -> Optional.of(() -> tokens.tokenize(file, literals, writer.rejections())),
                    writer.rejections()::add,
                    writer::add);
            writer.finish(name, language, source, literals);
        }
    }

    /** What is to be done with a file, if anything. */
    private interface Work<T> {
        Optional<Callable<T>> on(SourceFile file);
    }

    private <T> void each(
            String task,
            SourceFiles files,
            Work<T> work,
            Consumer<RejectedFile> missing,
            Consumer<T> sink) {
        try (Progress progress = Progress.start(task, files.unit(), files.size());
                OrderedWorkers<T> workers = new OrderedWorkers<>(threads, sink)) {
            files.read(
                    file ->
                            work.on(file)
                                    .ifPresent(todo -> workers.submit(todo, file.content().length)),
                    missing,
                    progress::advance);
            workers.finish();
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
