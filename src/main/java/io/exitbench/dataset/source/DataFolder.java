package io.exitbench.dataset.source;

import io.exitbench.dataset.Language;
import io.exitbench.dataset.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Looks for data in a folder. A file counts as data by its content: a {@code test.txt} may as well
 * list what pip has to install, and a {@code test.json} be a fixture.
 */
final class DataFolder {
    private final Path folder;
    private final Language language;
    private final List<Path> unrelated = new ArrayList<>();

    DataFolder(Path folder, Language language) {
        this.folder = folder;
        this.language = language;
    }

    private interface Test {
        boolean of(FileHead head) throws IOException;
    }

    /** Files that have the name of data and are none, of all that was looked for. */
    List<Path> unrelated() {
        return List.copyOf(unrelated);
    }

    Optional<Path> literals() throws IOException {
        return first(FileHead::isLiterals, LocalData.LITERALS);
    }

    Optional<Path> cases() throws IOException {
        return first(FileHead::isCases, "line_completion/test.json", "test.json", "test.jsonl");
    }

    /** Files to tokenise: listed ones, token lines, an archive, or whatever sources there are. */
    Optional<SourceFiles> files() throws IOException {
        if (language == Language.PYTHON && FolderFiles.hasLists(folder)) {
            boolean packed = Files.isRegularFile(folder.resolve("data.tar.gz"));
            if (packed && !Files.isDirectory(folder.resolve("data"))) {
                throw LocalData.refused(
                        folder, "has lists and a packed data.tar.gz, which has to be unpacked");
            }
            return Optional.of(new FolderFiles(folder, language));
        }
        Map<Split, Path> lines = lines();
        if (!lines.isEmpty()) {
            Path any = lines.values().iterator().next();
            return Optional.of(new LineFiles(lines, FileHead.of(any).form()));
        }
        if (language == Language.PYTHON) {
            Optional<Path> archive = first(FileHead::isArchive, "py150_files.tar.gz");
            if (archive.isPresent()) {
                return Optional.of(new ArchiveFiles(archive.get(), language));
            }
        }
        FolderFiles sources = new FolderFiles(folder, language);
        return sources.isEmpty() ? Optional.empty() : Optional.of(sources);
    }

    private Map<Split, Path> lines() throws IOException {
        Map<Split, Path> lines = new TreeMap<>();
        line(lines, Split.TRAIN, "train.txt", "java_training_pre");
        line(lines, Split.CALIBRATION, "dev.txt", "java_validation_pre");
        line(lines, Split.EVALUATION, "test.txt", "java_test_pre");
        return lines;
    }

    private void line(Map<Split, Path> lines, Split split, String... names) throws IOException {
        String[] everywhere =
                Stream.of("", "token_completion/")
                        .flatMap(parent -> Stream.of(names).map(name -> parent + name))
                        .toArray(String[]::new);
        first(FileHead::isTokenLines, everywhere).ifPresent(file -> lines.put(split, file));
    }

    private Optional<Path> first(Test test, String... names) throws IOException {
        for (String name : names) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                if (test.of(FileHead.of(file))) {
                    return Optional.of(file);
                }
                unrelated.add(file);
            }
        }
        return Optional.empty();
    }
}
