package io.exitbench.dataset.preprocess;

import com.google.gson.GsonBuilder;
import io.exitbench.ExitBenchException;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Rejections;
import io.exitbench.dataset.Split;
import io.exitbench.dataset.hygiene.Duplicates;
import io.exitbench.dataset.tokenize.Literals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Writes tokenised files into their splits, counts them, and describes them in a manifest. */
final class CorpusWriter implements AutoCloseable {
    private final Path folder;
    private final Map<Split, SplitWriter> writers = new EnumMap<>(Split.class);
    private final Map<Split, Integer> counts = new EnumMap<>(Split.class);
    private final Duplicates duplicates = new Duplicates();
    private final Rejections rejections = new Rejections();

    /**
     * @param folder that is there and empty
     */
    CorpusWriter(Path folder) throws IOException {
        this.folder = folder;
        try {
            for (Split split : Split.values()) {
                writers.put(split, new SplitWriter(folder, split));
                counts.put(split, 0);
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /**
     * @return takes the files that are not in the data, from any thread
     */
    Rejections rejections() {
        return rejections;
    }

    /**
     * Adds the next file.
     *
     * @param result its tokens, or empty if it was rejected
     */
    void add(Optional<TokenizedSource> result) {
        if (result.isEmpty()) {
            return;
        }
        TokenizedSource file = result.get();
        duplicates.add(file.split(), file.path(), file.lineDigest(), file.signature());
        counts.merge(file.split(), 1, Integer::sum);
        try {
            writers.get(file.split()).add(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Ends the splits and writes the manifest.
     *
     * @param name as reports call the data
     * @param language of all files
     * @param source identity of the files
     * @param literals that stayed visible
     * @throws ExitBenchException if nothing was added
     */
    void finish(String name, Language language, String source, Literals literals)
            throws IOException {
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
                        rejections.count(),
                        rejections.named(),
                        counts,
                        digests,
                        duplicates.overlaps(),
                        duplicates.toLeaveOut());
        Files.writeString(
                folder.resolve(StoredTokenFiles.MANIFEST),
                new GsonBuilder().setPrettyPrinting().create().toJson(manifest) + "\n");
    }

    @Override
    public void close() throws IOException {
        for (SplitWriter writer : writers.values()) {
            writer.close();
        }
    }
}
