package io.exitbench.suite;

import io.exitbench.dataset.CodeFile;
import io.exitbench.dataset.EmbeddedCorpora;
import io.exitbench.dataset.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The smallest files of the embedded Python corpus in a folder: enough for a suite of seconds, most
 * of which it would otherwise spend on tokenising what it never looks at.
 */
public final class SmallCorpus {
    private static final int FILES = 120;
    private static final int FEWEST_BYTES = 1000;

    private SmallCorpus() {}

    /**
     * @param cache folder to keep it in
     * @return the folder of the files; the same files every time
     */
    public static Path in(Path cache) {
        Path folder = cache.resolve("small-corpus");
        if (Files.isDirectory(folder)) {
            return folder;
        }
        List<CodeFile> chosen =
                EmbeddedCorpora.sources(Language.PYTHON).stream()
                        .filter(file -> file.content().length >= FEWEST_BYTES)
                        .sorted(
                                Comparator.comparingInt((CodeFile file) -> file.content().length)
                                        .thenComparing(CodeFile::path))
                        .limit(FILES)
                        .toList();
        try {
            Files.createDirectories(cache);
            Path partial = Files.createTempDirectory(cache, "corpus");
            for (int i = 0; i < chosen.size(); i++) {
                String name = String.format(Locale.ROOT, "file%03d.py", i);
                Files.write(partial.resolve(name), chosen.get(i).content());
            }
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
            return folder;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
