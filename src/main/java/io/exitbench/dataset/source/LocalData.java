package io.exitbench.dataset.source;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Split;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A copy that the user has, recognised by what is in it: cases of line completion, token lines, an
 * archive, or a folder of any of these or of source files.
 *
 * @param cases JSON lines, if there are any
 * @param files to tokenise, if there are any; without them nothing can be trained
 * @param literals a {@code literals.json} beside the data
 */
public record LocalData(
        Optional<Path> cases, Optional<SourceFiles> files, Optional<Path> literals) {
    private static final String LITERALS = "literals.json";
    private static final int HEAD = 1 << 16;

    /**
     * Looks at a copy.
     *
     * @param path file or folder
     * @param language of the suite
     * @return what it is
     * @throws ExitBenchException if it is nothing that can be read as data
     */
    public static LocalData open(Path path, Language language) {
        try {
            if (Files.isDirectory(path)) {
                return folder(path, language);
            }
            if (!Files.exists(path)) {
                throw refused(path, "is not there");
            }
            Path beside = path.toAbsolutePath().resolveSibling(LITERALS);
            Optional<Path> literals =
                    Files.isRegularFile(beside) ? Optional.of(beside) : Optional.empty();
            return file(path, language, literals);
        } catch (IOException e) {
            throw refused(path, "cannot be read (" + e.getMessage() + ")");
        }
    }

    private static ExitBenchException refused(Path path, String why) {
        return new ExitBenchException(
                "The data "
                        + path
                        + " "
                        + why
                        + "; exitbench.data takes auto, embedded, a line_completion/test.json, a"
                        + " tarball, a file of token lines, or a folder of these or of source files.");
    }

    private static LocalData file(Path path, Language language, Optional<Path> literals)
            throws IOException {
        byte[] head;
        try (var in = Files.newInputStream(path)) {
            head = in.readNBytes(HEAD);
        }
        String text = new String(head, StandardCharsets.UTF_8).stripLeading();
        if (isArchive(head)) {
            return new LocalData(
                    Optional.empty(), Optional.of(new ArchiveFiles(path, language)), literals);
        }
        if (text.startsWith("{")) {
            if (!text.contains("\"input\"")) {
                throw refused(path, "has no cases with \"input\" and \"gt\"");
            }
            return new LocalData(Optional.of(path), Optional.empty(), literals);
        }
        if (text.startsWith("<s>")) {
            Map<Split, Path> lines = Map.of(split(path), path);
            return new LocalData(
                    Optional.empty(),
                    Optional.of(new LineFiles(lines, form(path, text))),
                    literals);
        }
        throw refused(path, "is none of the forms that are known");
    }

    private static boolean isArchive(byte[] head) {
        boolean gzip = head.length > 2 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b;
        boolean tar =
                head.length > 262
                        && new String(head, 257, 5, StandardCharsets.US_ASCII).equals("ustar");
        return gzip || tar;
    }

    private static Split split(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.contains("train")) {
            return Split.TRAIN;
        }
        return name.contains("dev") || name.contains("valid")
                ? Split.CALIBRATION
                : Split.EVALUATION;
    }

    /** Normalised lines have placeholders; {@code java_*_pre} has literals as they were written. */
    private static SourceFiles.Form form(Path file, String head) {
        boolean normalised = head.contains("<STR_LIT") || head.contains("<NUM_LIT");
        boolean written = !normalised && !head.contains("<EOL>") || isWritten(file);
        return written ? SourceFiles.Form.WRITTEN_TOKENS : SourceFiles.Form.TOKENS;
    }

    private static boolean isWritten(Path file) {
        return file.getFileName().toString().matches("java_\\w+_pre(\\.txt)?");
    }

    private static LocalData folder(Path folder, Language language) throws IOException {
        Optional<Path> literals = first(folder, LITERALS);
        Optional<Path> cases =
                first(folder, "line_completion/test.json", "test.json", "test.jsonl");
        Optional<SourceFiles> files = files(folder, language);
        if (cases.isEmpty() && files.isEmpty()) {
            throw refused(folder, "holds no data for " + language.dataset());
        }
        return new LocalData(cases, files, literals);
    }

    private static Optional<SourceFiles> files(Path folder, Language language) throws IOException {
        if (language == Language.PYTHON && FolderFiles.hasLists(folder)) {
            Optional<Path> packed = first(folder, "data.tar.gz");
            if (packed.isEmpty() || Files.isDirectory(folder.resolve("data"))) {
                return Optional.of(new FolderFiles(folder, language));
            }
            throw refused(folder, "has lists and a packed data.tar.gz, which has to be unpacked");
        }
        Map<Split, Path> lines = lines(folder);
        if (!lines.isEmpty()) {
            Path any = lines.values().iterator().next();
            try (var in = Files.newInputStream(any)) {
                String head = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
                return Optional.of(new LineFiles(lines, form(any, head)));
            }
        }
        Optional<Path> archive = first(folder, "py150_files.tar.gz");
        if (language == Language.PYTHON && archive.isPresent()) {
            return Optional.of(new ArchiveFiles(archive.get(), language));
        }
        FolderFiles sources = new FolderFiles(folder, language);
        return sources.isEmpty() ? Optional.empty() : Optional.of(sources);
    }

    private static Map<Split, Path> lines(Path folder) {
        Map<Split, Path> lines = new TreeMap<>();
        for (String parent : new String[] {"", "token_completion/"}) {
            line(lines, Split.TRAIN, folder, parent, "train.txt", "java_training_pre");
            line(lines, Split.CALIBRATION, folder, parent, "dev.txt", "java_validation_pre");
            line(lines, Split.EVALUATION, folder, parent, "test.txt", "java_test_pre");
        }
        return lines;
    }

    private static void line(
            Map<Split, Path> lines, Split split, Path folder, String parent, String... names) {
        first(folder, Stream.of(names).map(name -> parent + name).toArray(String[]::new))
                .ifPresent(file -> lines.putIfAbsent(split, file));
    }

    private static Optional<Path> first(Path folder, String... names) {
        return Stream.of(names).map(folder::resolve).filter(Files::isRegularFile).findFirst();
    }
}
