package io.exitbench.dataset.answers;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import io.exitbench.ExitBenchException;
import io.exitbench.dataset.Split;
import io.exitbench.dataset.TokenFiles;
import io.exitbench.dataset.source.LineCases;
import io.exitbench.digest.Sha256;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Recovers answers once: what was found lies in the cache under a digest of the cases, of the token
 * lines and positions of the files, and of the version of the search.
 */
public final class AnswerRecovery {
    private static final int SHORT = 24;

    private final Path cache;

    /**
     * @param cache folder for what was found
     */
    public AnswerRecovery(Path cache) {
        this.cache = cache;
    }

    /**
     * Finds the answers that are withheld.
     *
     * @param cases with or without answers
     * @param files whose evaluation split the cases were cut from
     * @return the cases that have an answer, possibly none
     * @throws ExitBenchException if files or cache cannot be read or written
     */
    public AnsweredCases recover(LineCases cases, TokenFiles files) {
        Path stored = cache.resolve(files.language().dataset() + "-" + key(cases, files) + ".json");
        try {
            List<RecoveredAnswer> found;
            if (Files.exists(stored)) {
                found = read(stored, cases.withheld().size());
            } else {
                found = new AnswerSearch(cases.withheld(), files).run();
                write(stored, found);
            }
            return AnsweredCases.of(cases, found);
        } catch (IOException e) {
            throw new ExitBenchException(
                    stored + " cannot be read or written; check the disk and exitbench.cache.", e);
        }
    }

    private static String key(LineCases cases, TokenFiles files) {
        StringBuilder text = new StringBuilder();
        text.append(AnswerSearch.VERSION).append('\n');
        text.append(cases.digest()).append('\n');
        text.append(files.digest(Split.EVALUATION)).append('\n');
        for (int i = 0; i < files.paths(Split.EVALUATION).size(); i++) {
            text.append(files.position(Split.EVALUATION, i)).append('\n');
        }
        return Sha256.hex(text.toString()).substring(0, SHORT);
    }

    private static List<RecoveredAnswer> read(Path stored, int wanted) throws IOException {
        try {
            List<RecoveredAnswer> found =
                    new Gson()
                            .fromJson(
                                    Files.readString(stored),
                                    new TypeToken<List<RecoveredAnswer>>() {});
            if (found != null
                    && found.size() == wanted
                    && found.stream().allMatch(RecoveredAnswer::isWhole)) {
                return found;
            }
        } catch (JsonParseException e) {
            throw damaged(stored, e);
        }
        throw damaged(stored, null);
    }

    private static ExitBenchException damaged(Path stored, Throwable cause) {
        return new ExitBenchException(stored + " is damaged; delete it.", cause);
    }

    private void write(Path stored, List<RecoveredAnswer> found) throws IOException {
        Files.createDirectories(cache);
        Path partial = Files.createTempFile(cache, "answers", null);
        try {
            try (Writer out = Files.newBufferedWriter(partial)) {
                new Gson().toJson(found, out);
            }
            Files.move(
                    partial,
                    stored,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
