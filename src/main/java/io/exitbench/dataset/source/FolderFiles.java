package io.exitbench.dataset.source;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.RejectedFile;
import io.exitbench.dataset.Split;
import io.exitbench.digest.Sha256;
import io.exitbench.text.UnicodeText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Source files of a folder: those that PY150's lists in it name, or else every file of the
 * language, with its path deciding its split. Links are read like what they lead to.
 */
final class FolderFiles implements SourceFiles {
    private static final String LEADS_OUT = "listed, but its path leads out of the folder";

    /** Where a file is, if it can be anywhere, and where it belongs. */
    private record Listed(Optional<Path> file, FileLists.Place place) {}

    private final Path folder;
    private final Map<String, Listed> files = new TreeMap<>();

    FolderFiles(Path folder, Language language) {
        this.folder = folder;
        try {
            if (language == Language.PYTHON && hasLists(folder)) {
                Path real = folder.toRealPath();
                lists(folder)
                        .places()
                        .forEach(
                                (path, place) ->
                                        files.put(
                                                path,
                                                new Listed(FolderTree.resolve(real, path), place)));
            } else {
                FolderTree.files(folder, language.suffix())
                        .forEach(
                                (path, file) ->
                                        files.put(
                                                path,
                                                new Listed(
                                                        Optional.of(file),
                                                        new FileLists.Place(
                                                                Split.ofPath(path), 0))));
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    static boolean hasLists(Path folder) {
        return Files.isRegularFile(folder.resolve(FileLists.TRAIN))
                && Files.isRegularFile(folder.resolve(FileLists.EVALUATION));
    }

    private static FileLists lists(Path folder) throws IOException {
        return new FileLists(
                list(folder.resolve(FileLists.TRAIN)), list(folder.resolve(FileLists.EVALUATION)));
    }

    private static String list(Path file) throws IOException {
        if (Files.size(file) > FileLists.LARGEST) {
            throw new IOException(file + " is too large");
        }
        return UnicodeText.of(Files.readAllBytes(file));
    }

    private ExitBenchException unreadable(IOException cause) {
        return new ExitBenchException(
                folder
                        + " cannot be read ("
                        + cause.getMessage()
                        + "); check exitbench.data and the disk.",
                cause);
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    @Override
    public Form form() {
        return Form.SOURCE;
    }

    @Override
    public String identity() {
        // Reading everything twice would cost more than it tells: size and time stand for content.
        MessageDigest sha256 = Sha256.create();
        for (Map.Entry<String, Listed> entry : files.entrySet()) {
            Listed listed = entry.getValue();
            String text = entry.getKey() + "\n" + listed.place();
            try {
                if (listed.file().filter(Files::isRegularFile).isPresent()) {
                    Path file = listed.file().get();
                    text += "\n" + Files.size(file) + "\n" + Files.getLastModifiedTime(file);
                }
            } catch (IOException e) {
                throw unreadable(e);
            }
            sha256.update((text + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    @Override
    public String unit() {
        return "files";
    }

    @Override
    public long size() {
        return Math.max(1, files.size());
    }

    @Override
    public void read(
            Consumer<SourceFile> consumer, Consumer<RejectedFile> missing, LongConsumer progress) {
        for (Map.Entry<String, Listed> entry : files.entrySet()) {
            String path = entry.getKey();
            FileLists.Place place = entry.getValue().place();
            try {
                Optional<String> reason = reason(entry.getValue().file());
                if (reason.isPresent()) {
                    missing.accept(new RejectedFile(path, reason.get()));
                } else {
                    byte[] content = Files.readAllBytes(entry.getValue().file().get());
                    consumer.accept(new SourceFile(path, place.split(), place.position(), content));
                }
            } catch (IOException e) {
                throw unreadable(e);
            }
            progress.accept(1);
        }
    }

    /** Why a file is not read, if it is not. */
    private static Optional<String> reason(Optional<Path> file) throws IOException {
        if (file.isEmpty()) {
            return Optional.of(LEADS_OUT);
        }
        if (!Files.isRegularFile(file.get())) {
            return Optional.of(
                    Files.isSymbolicLink(file.get()) ? "a link that leads nowhere" : ABSENT);
        }
        return Files.size(file.get()) > LARGEST ? Optional.of(TOO_LARGE) : Optional.empty();
    }
}
