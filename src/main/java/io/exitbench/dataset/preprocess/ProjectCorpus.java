package io.exitbench.dataset.preprocess;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.Rejections;
import io.exitbench.dataset.Split;
import io.exitbench.dataset.TokenFiles;
import io.exitbench.dataset.TokenizedFile;
import io.exitbench.dataset.hygiene.KnownFiles;
import io.exitbench.dataset.hygiene.MinHash;
import io.exitbench.dataset.source.SourceFiles;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.digest.Sha256;
import io.exitbench.file.Csv;
import io.exitbench.progress.Progress;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes source files of many projects as CodeXGLUE's token lines, with whole projects held out:
 * {@code train.txt}, {@code dev.txt} and {@code test.txt}, and {@code projects.csv} with what each
 * project gave. A file's project is the first folder of its path.
 *
 * <p>A file that equals or resembles one written before, or one of the data kept apart, is left
 * out. Held-out projects are written first, so no train file resembles theirs.
 */
public final class ProjectCorpus {
    private static final Map<Split, String> NAMES =
            new EnumMap<>(
                    Map.of(
                            Split.TRAIN, "train.txt",
                            Split.CALIBRATION, "dev.txt",
                            Split.EVALUATION, "test.txt"));

    private final ProjectSplit projects;
    private final Literals literals;
    private final long skippedTokens;
    private final long mostTokens;
    private final int threads;

    /**
     * @param projects which project belongs to which split
     * @param literals that stay visible
     * @param skippedTokens code tokens of each train project that are passed over first, so that a
     *     second corpus begins where one of so many tokens ended
     * @param mostTokens code tokens of a project, so that no large one outweighs all others; files
     *     beyond that are left out in an order that their paths decide
     * @param threads that tokenise
     */
    public ProjectCorpus(
            ProjectSplit projects,
            Literals literals,
            long skippedTokens,
            long mostTokens,
            int threads) {
        this.projects = projects;
        this.literals = literals;
        this.skippedTokens = skippedTokens;
        this.mostTokens = mostTokens;
        this.threads = threads;
    }

    /**
     * Writes the corpus.
     *
     * @param sources with paths that begin with the project
     * @param apart data whose files must not be in the corpus, near duplicates neither
     * @param folder for the result; existing files there are replaced
     * @throws ExitBenchException if a held-out project has no files or the folder cannot be written
     */
    public void write(SourceFiles sources, TokenFiles apart, Path folder) {
        KnownFiles known = new KnownFiles();
        for (Split split : Split.values()) {
            for (TokenizedFile file : apart.files(split)) {
                known.addIfNew(file.lineDigest(), MinHash.signature(file.tokens()));
            }
        }
        FileTokens tokens = new FileTokens(apart.language(), sources.form());
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("project", "split", "files", "tokens"));
        try {
            Files.createDirectories(folder);
            for (Split split : List.of(Split.EVALUATION, Split.CALIBRATION, Split.TRAIN)) {
                Map<String, List<TokenizedSource>> found = read(split, sources, tokens);
                projects.requireAll(split, found.keySet());
                try (OutputStream out =
                        new BufferedOutputStream(
                                Files.newOutputStream(folder.resolve(NAMES.get(split))))) {
                    for (Map.Entry<String, List<TokenizedSource>> project : found.entrySet()) {
                        rows.add(append(project.getKey(), split, project.getValue(), known, out));
                    }
                }
            }
        } catch (IOException e) {
            throw unwritable(folder, e);
        } catch (UncheckedIOException e) {
            throw unwritable(folder, e.getCause());
        }
        Csv.write(folder.resolve("projects.csv"), rows);
    }

    private static ExitBenchException unwritable(Path folder, IOException cause) {
        return new ExitBenchException(
                folder + " cannot be written; check the disk or name another folder.", cause);
    }

    private Map<String, List<TokenizedSource>> read(
            Split split, SourceFiles sources, FileTokens tokens) {
        Map<String, List<TokenizedSource>> found = new TreeMap<>();
        Rejections rejections = new Rejections();
        try (Progress progress =
                        Progress.start("Tokenise " + split.id(), sources.unit(), sources.size());
                OrderedWorkers<Optional<TokenizedSource>> workers =
                        new OrderedWorkers<>(
                                threads,
                                file ->
                                        file.ifPresent(
                                                f ->
                                                        found.computeIfAbsent(
                                                                        ProjectSplit.project(
                                                                                f.path()),
                                                                        p -> new ArrayList<>())
                                                                .add(f)))) {
            sources.read(
                    file -> {
                        if (projects.of(file.path()) == split) {
                            workers.submit(
                                    () -> tokens.tokenize(file, literals, rejections),
                                    file.content().length);
                        }
                    },
                    progress::advance);
            workers.finish();
        }
        return found;
    }

    private List<String> append(
            String project,
            Split split,
            List<TokenizedSource> found,
            KnownFiles known,
            OutputStream out)
            throws IOException {
        List<TokenizedSource> shuffled = new ArrayList<>(found);
        shuffled.sort(Comparator.comparing(file -> Sha256.hex(file.path())));
        long skip = split == Split.TRAIN ? skippedTokens : 0;
        long passed = 0;
        long tokens = 0;
        int files = 0;
        for (TokenizedSource file : shuffled) {
            if (tokens >= mostTokens) {
                break;
            }
            if (!known.addIfNew(file.lineDigest(), file.signature())) {
                continue;
            }
            if (passed < skip) {
                passed += words(file.line());
                continue;
            }
            out.write(file.line());
            out.write('\n');
            tokens += words(file.line());
            files++;
        }
        return List.of(project, split.id(), String.valueOf(files), String.valueOf(tokens));
    }

    private static long words(byte[] line) {
        return new String(line, StandardCharsets.UTF_8).chars().filter(c -> c == ' ').count() - 1;
    }
}
