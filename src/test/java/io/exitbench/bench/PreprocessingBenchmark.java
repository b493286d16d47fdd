package io.exitbench.bench;

import com.sun.management.OperatingSystemMXBean;
import io.exitbench.dataset.CodeFile;
import io.exitbench.dataset.EmbeddedCorpora;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.SyntheticPy150;
import io.exitbench.dataset.hygiene.MinHash;
import io.exitbench.dataset.preprocess.Preprocessor;
import io.exitbench.dataset.source.LocalData;
import io.exitbench.dataset.tokenize.CodeTokens;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.dataset.tokenize.MalformedSourceException;
import io.exitbench.dataset.tokenize.SourceCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Megabytes of source code a second from a compressed archive to token lines on disk: reading,
 * tokenising, MinHash signatures, duplicates and writing. The files are those of the embedded
 * corpora, ten times under different paths. Once with given literals (one pass over the files, as
 * for the official data) and once with literals that are counted first (two passes).
 *
 * <pre>{@code
 * mvn -q test-compile exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=io.exitbench.bench.PreprocessingBenchmark
 * }</pre>
 *
 * <p>Prints the median of five rounds after two unmeasured ones, and what the tokenizer and the
 * signatures take alone on one thread. On a busy machine only the CPU seconds mean something.
 */
public final class PreprocessingBenchmark {
    private static final int COPIES = 10;
    private static final int WARM_UP = 2;
    private static final int ROUNDS = 5;

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private interface Work {
        void run() throws IOException, MalformedSourceException;
    }

    private final Path folder;
    private final int threads;

    private PreprocessingBenchmark(Path folder, int threads) {
        this.folder = folder;
        this.threads = threads;
    }

    public static void main(String[] arguments) throws IOException {
        int threads =
                arguments.length > 0
                        ? Integer.parseInt(arguments[0])
                        : Runtime.getRuntime().availableProcessors();
        Path folder = Files.createTempDirectory("exitbench-preprocessing");
        try {
            for (Language language : Language.values()) {
                new PreprocessingBenchmark(folder, threads).measure(language);
            }
        } finally {
            delete(folder);
        }
    }

    private void measure(Language language) throws IOException {
        List<CodeFile> files = EmbeddedCorpora.sources(language);
        long bytes = files.stream().mapToLong(file -> file.content().length).sum();
        Path archive = folder.resolve(language.dataset() + ".tar.gz");
        try (TarArchiveOutputStream tar = SyntheticPy150.tar(Files.newOutputStream(archive))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (int copy = 0; copy < COPIES; copy++) {
                for (CodeFile file : files) {
                    SyntheticPy150.addBytes(tar, copy + "/" + file.path(), file.content());
                }
            }
        }
        report(language, "tokenizer, 1 thread", bytes, () -> tokenize(language, files, false));
        report(language, "with signatures, 1 thread", bytes, () -> tokenize(language, files, true));
        report(
                language,
                "pipeline, literals given, " + threads + " threads",
                bytes * COPIES,
                () -> preprocess(language, archive, Optional.of(Literals.NONE)));
        report(
                language,
                "pipeline, literals counted, " + threads + " threads",
                bytes * COPIES,
                () -> preprocess(language, archive, Optional.empty()));
    }

    private static void tokenize(Language language, List<CodeFile> files, boolean signatures) {
        for (CodeFile file : files) {
            try {
                String text = SourceCode.decode(language, file.content());
                List<String> tokens = CodeTokens.of(language, text, Literals.NONE);
                if (signatures && MinHash.signature(tokens).length == 0) {
                    throw new IllegalStateException("a signature has entries");
                }
            } catch (MalformedSourceException e) {
                // The corpora hold a few files that are none of their language.
                continue;
            }
        }
    }

    private void preprocess(Language language, Path archive, Optional<Literals> literals)
            throws IOException {
        Path cache = folder.resolve("cache");
        new Preprocessor(cache, threads)
                .run(
                        "benchmark",
                        language,
                        LocalData.open(archive, language).files().orElseThrow(),
                        literals);
        delete(cache);
    }

    private static void report(Language language, String what, long bytes, Work work)
            throws IOException {
        double[] seconds = new double[ROUNDS];
        double[] busy = new double[ROUNDS];
        try {
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                long start = System.nanoTime();
                long startBusy = PROCESS.getProcessCpuTime();
                work.run();
                if (round >= 0) {
                    seconds[round] = (System.nanoTime() - start) / 1e9;
                    busy[round] = (PROCESS.getProcessCpuTime() - startBusy) / 1e9;
                }
            }
        } catch (MalformedSourceException e) {
            throw new IllegalStateException(e);
        }
        Arrays.sort(seconds);
        Arrays.sort(busy);
        System.out.printf(
                Locale.ROOT,
                "%s, %s: %.1f MB/s (%.1f MB, %.2f to %.2f s), %.1f MB per CPU second%n",
                language.dataset(),
                what,
                bytes / 1e6 / seconds[ROUNDS / 2],
                bytes / 1e6,
                seconds[0],
                seconds[ROUNDS - 1],
                bytes / 1e6 / busy[ROUNDS / 2]);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(
                            file -> {
                                try {
                                    Files.delete(file);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
        }
    }
}
