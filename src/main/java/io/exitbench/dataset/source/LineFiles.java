package io.exitbench.dataset.source;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.RejectedFile;
import io.exitbench.dataset.Split;
import io.exitbench.digest.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Files of token lines, one source file a line, one file a split. */
final class LineFiles implements SourceFiles {
    private final Map<Split, Path> files;
    private final Form form;

    LineFiles(Map<Split, Path> files, Form form) {
        this.files = files;
        this.form = form;
    }

    @Override
    public Form form() {
        return form;
    }

    @Override
    public String identity() {
        MessageDigest sha256 = Sha256.create();
        for (Map.Entry<Split, Path> entry : files.entrySet()) {
            sha256.update(entry.getKey().id().getBytes(StandardCharsets.UTF_8));
            try {
                Sha256.update(sha256, entry.getValue());
            } catch (IOException e) {
                throw unreadable(entry.getValue(), e);
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    @Override
    public String unit() {
        return "bytes";
    }

    @Override
    public long size() {
        long bytes = 1;
        for (Path file : files.values()) {
            try {
                bytes += Files.size(file);
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        }
        return bytes;
    }

    @Override
    public void read(
            Consumer<SourceFile> consumer, Consumer<RejectedFile> missing, LongConsumer progress) {
        files.forEach((split, file) -> read(split, file, consumer, progress));
    }

    private static void read(
            Split split, Path file, Consumer<SourceFile> consumer, LongConsumer progress) {
        try (BoundedLines lines = new BoundedLines(file, LARGEST)) {
            int number = 0;
            for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                // Paths count lines from 1 as editors do, positions files from 0.
                String path = split.id() + ":" + (number + 1);
                consumer.accept(new SourceFile(path, split, number, line.get()));
                number++;
                progress.accept(line.get().length + 1L);
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static ExitBenchException unreadable(Path file, IOException cause) {
        return new ExitBenchException(
                file + " cannot be read (" + cause.getMessage() + "); check exitbench.data.",
                cause);
    }
}
