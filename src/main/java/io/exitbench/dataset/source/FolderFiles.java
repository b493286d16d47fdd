package io.exitbench.dataset.source;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Split;
import io.exitbench.digest.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Source files of a folder: those that PY150's lists in it name, or else every file of the
 * language, with its path deciding its split. Links are not followed.
 */
final class FolderFiles implements SourceFiles {
    private final Path folder;
    private final Map<String, FileLists.Place> places;

    FolderFiles(Path folder, Language language) {
        this.folder = folder;
        places = new TreeMap<>();
        try {
            if (language == Language.PYTHON && hasLists(folder)) {
                places.putAll(lists(folder).places());
            } else {
                addAll(language.suffix());
            }
        } catch (IOException e) {
            throw unreadable(folder, e);
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
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private void addAll(String suffix) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.filter(file -> file.toString().endsWith(suffix))
                    .filter(FolderFiles::isFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .forEach(path -> places.put(path, new FileLists.Place(Split.ofPath(path), 0)));
        }
    }

    private static boolean isFile(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static ExitBenchException unreadable(Path file, IOException cause) {
        return new ExitBenchException(
                file + " cannot be read; check exitbench.data and the disk.", cause);
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    @Override
    public Form form() {
        return Form.SOURCE;
    }

    @Override
    public String identity() {
        // Reading everything twice would cost more than it tells: size and time stand for content.
        MessageDigest sha256 = Sha256.create();
        for (Map.Entry<String, FileLists.Place> entry : places.entrySet()) {
            Path file = folder.resolve(entry.getKey()).normalize();
            String text = entry.getKey() + "\n" + entry.getValue();
            try {
                if (file.startsWith(folder.normalize()) && isFile(file)) {
                    text += "\n" + Files.size(file) + "\n" + Files.getLastModifiedTime(file);
                }
            } catch (IOException e) {
                throw unreadable(file, e);
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
        return Math.max(1, places.size());
    }

    @Override
    public int read(Consumer<SourceFile> consumer, LongConsumer progress) {
        int missing = 0;
        for (Map.Entry<String, FileLists.Place> entry : places.entrySet()) {
            Path file = folder.resolve(entry.getKey()).normalize();
            try {
                if (file.startsWith(folder.normalize())
                        && isFile(file)
                        && Files.size(file) <= LARGEST) {
                    FileLists.Place place = entry.getValue();
                    consumer.accept(
                            new SourceFile(
                                    entry.getKey(),
                                    place.split(),
                                    place.position(),
                                    Files.readAllBytes(file)));
                } else {
                    missing++;
                }
            } catch (IOException e) {
                throw unreadable(file, e);
            }
            progress.accept(1);
        }
        return missing;
    }
}
