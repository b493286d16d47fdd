package io.exitbench.dataset.source;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Split;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy that the user has, recognised by what is in it: cases of line completion, token lines, an
 * archive, or a folder of any of these or of source files.
 *
 * @param cases JSON lines, if there are any
 * @param files to tokenise, if there are any; without them nothing can be trained
 * @param literals a {@code literals.json} beside the data
 * @param unrelated files that have the name of data, are none, and were left out
 */
public record LocalData(
        Optional<Path> cases,
        Optional<SourceFiles> files,
        Optional<Path> literals,
        List<Path> unrelated) {
    static final String LITERALS = "literals.json";

    private static final Logger LOG = LoggerFactory.getLogger(LocalData.class);

    /**
     * Makes a path of a setting.
     *
     * @param where as the user wrote it
     * @return the path
     * @throws ExitBenchException if no file can be named so, as under {@code LANG=C} none beyond
     *     ASCII can
     */
    public static Path path(String where) {
        try {
            return Path.of(where);
        } catch (InvalidPathException e) {
            throw refused(where, "cannot be named here" + localeRemedy(where));
        }
    }

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
                throw refused(
                        path,
                        Files.isSymbolicLink(path)
                                ? "is a link that leads nowhere"
                                : "is not there" + localeRemedy(path.toString()));
            }
            if (!Files.isRegularFile(path)) {
                throw refused(path, "is neither a file nor a folder");
            }
            return file(FileHead.of(path), language);
        } catch (IOException e) {
            throw refused(path, "cannot be read (" + e.getMessage() + ")");
        }
    }

    /** Under LANG=C, Java has lost what is beyond ASCII before anything can be done about it. */
    private static String localeRemedy(String path) {
        String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
        boolean ascii = path.chars().allMatch(c -> c < 128 && c != '?');
        return ascii || Charset.forName(encoding).equals(StandardCharsets.UTF_8)
                ? ""
                : " (Java reads file names as "
                        + encoding
                        + "; set LC_ALL=C.UTF-8 for names beyond ASCII)";
    }

    static ExitBenchException refused(Object path, String why) {
        return new ExitBenchException(
                "The data "
                        + path
                        + " "
                        + why
                        + "; exitbench.data takes auto, embedded, a line_completion/test.json, a"
                        + " tarball, a file of token lines, or a folder of these or of source files.");
    }

    private static LocalData file(FileHead head, Language language) throws IOException {
        Path file = head.file();
        if (head.isArchive()) {
            return single(file, Optional.empty(), Optional.of(new ArchiveFiles(file, language)));
        }
        Optional<String> refusal = head.refusal();
        if (refusal.isPresent()) {
            throw refused(file, refusal.get());
        }
        if (head.text().startsWith("{")) {
            if (!head.mayBeCases()) {
                throw refused(file, "has no cases with \"input\" and \"gt\"");
            }
            return single(file, Optional.of(file), Optional.empty());
        }
        if (head.isTokenLines()) {
            LineFiles lines = new LineFiles(Map.of(split(head), file), head.form());
            return single(file, Optional.empty(), Optional.of(lines));
        }
        throw refused(file, "is none of the forms that are known");
    }

    private static LocalData single(Path file, Optional<Path> cases, Optional<SourceFiles> files)
            throws IOException {
        DataFolder beside = new DataFolder(file.toAbsolutePath().getParent(), Language.PYTHON);
        return new LocalData(cases, files, beside.literals(), beside.unrelated()).told();
    }

    private static Split split(FileHead head) {
        String name = head.name();
        if (name.contains("train")) {
            return Split.TRAIN;
        }
        return name.contains("dev") || name.contains("valid")
                ? Split.CALIBRATION
                : Split.EVALUATION;
    }

    private static LocalData folder(Path folder, Language language) throws IOException {
        DataFolder inside = new DataFolder(folder, language);
        Optional<Path> literals = inside.literals();
        Optional<Path> cases = inside.cases();
        Optional<SourceFiles> files = inside.files();
        if (cases.isEmpty() && files.isEmpty()) {
            String why = "holds no data for " + language.dataset();
            if (!inside.unrelated().isEmpty()) {
                why += " (" + names(inside.unrelated()) + " of other content)";
            } else if (Files.isDirectory(folder.resolve("snapshots"))) {
                why += " itself, but snapshots; give one of the folders in them";
            }
            throw refused(folder, why);
        }
        return new LocalData(cases, files, literals, inside.unrelated()).told();
    }

    private static String names(List<Path> files) {
        return files.stream()
                .map(file -> file.getFileName().toString())
                .collect(Collectors.joining(", "));
    }

    private LocalData told() {
        for (Path file : unrelated) {
            LOG.warn("{} has the name of data but other content and is left out.", file);
        }
        return this;
    }
}
