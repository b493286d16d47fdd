package io.exitbench.dataset.source;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.RejectedFile;
import io.exitbench.dataset.Split;
import io.exitbench.dataset.archive.ArchiveLimits;
import io.exitbench.dataset.archive.ArchivedFile;
import io.exitbench.dataset.archive.TarArchive;
import io.exitbench.digest.Sha256;
import io.exitbench.text.UnicodeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Source files of an archive. PY150's official layout is two lists of paths beside {@code
 * data.tar.gz}; where the lists are missing, every file of the language is taken, and its path
 * decides its split.
 */
final class ArchiveFiles implements SourceFiles {
    private static final String INNER = "data.tar.gz";
    private static final String TWICE = "a second file of this path";

    private final Path archive;
    private final Language language;

    ArchiveFiles(Path archive, Language language) {
        this.archive = archive;
        this.language = language;
    }

    @Override
    public Form form() {
        return Form.SOURCE;
    }

    @Override
    public String identity() {
        try {
            return Sha256.hex(archive);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public String unit() {
        return "bytes";
    }

    @Override
    public long size() {
        try {
            return Math.max(1, Files.size(archive));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private ExitBenchException unreadable(IOException cause) {
        return new ExitBenchException(
                archive + " cannot be read; check exitbench.data and the disk.", cause);
    }

    @Override
    public void read(
            Consumer<SourceFile> consumer, Consumer<RejectedFile> missing, LongConsumer progress) {
        Optional<FileLists> lists = lists();
        Set<String> seen = new HashSet<>();
        Set<FileLists.Place> filled = new HashSet<>();
        new TarArchive(archive, ArchiveLimits.standard(), progress)
                .readWithInner(
                        INNER,
                        file -> {
                            Optional<FileLists.Place> place = place(lists, file.path());
                            if (place.isEmpty()) {
                                return true;
                            }
                            filled.add(place.get());
                            if (!seen.add(file.path())) {
                                missing.accept(new RejectedFile(file.path(), TWICE));
                            } else if (file.size() > LARGEST) {
                                missing.accept(new RejectedFile(file.path(), TOO_LARGE));
                            } else {
                                consumer.accept(source(file, place.get()));
                            }
                            return true;
                        });
        lists.ifPresent(
                all ->
                        all.places()
                                .forEach(
                                        (path, place) -> {
                                            if (!filled.contains(place)) {
                                                missing.accept(new RejectedFile(path, ABSENT));
                                            }
                                        }));
    }

    private Optional<FileLists.Place> place(Optional<FileLists> lists, String path) {
        if (lists.isPresent()) {
            // The lists name files from the folder that they lie in, which may have a parent.
            Optional<FileLists.Place> place = lists.get().place(path);
            return place.isPresent()
                    ? place
                    : lists.get().place(path.substring(path.indexOf('/') + 1));
        }
        return path.endsWith(language.suffix())
                ? Optional.of(new FileLists.Place(Split.ofPath(path), 0))
                : Optional.empty();
    }

    private static SourceFile source(ArchivedFile file, FileLists.Place place) throws IOException {
        return new SourceFile(file.path(), place.split(), place.position(), file.bytes(LARGEST));
    }

    private Optional<FileLists> lists() {
        if (language != Language.PYTHON) {
            return Optional.empty();
        }
        Map<String, String> found = new HashMap<>();
        new TarArchive(archive, ArchiveLimits.standard(), bytes -> {})
                .read(
                        file -> {
                            String name = file.name();
                            if (name.equals(FileLists.TRAIN) || name.equals(FileLists.EVALUATION)) {
                                byte[] text = file.bytes(FileLists.LARGEST);
                                found.put(name, UnicodeText.of(text));
                            }
                            return found.size() < 2;
                        });
        return found.size() < 2
                ? Optional.empty()
                : Optional.of(
                        new FileLists(found.get(FileLists.TRAIN), found.get(FileLists.EVALUATION)));
    }
}
