package io.exitbench.dataset.preprocess;

import io.exitbench.dataset.Split;
import io.exitbench.dataset.SplitDigest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Writes token lines as they come and, in the end, an index in the order of the split. */
final class SplitWriter implements AutoCloseable {
    private static final int BUFFER = 1 << 18;

    private record Row(String path, int position, long offset, int length, byte[] digest) {}

    private final Path folder;
    private final Split split;
    private final OutputStream out;
    private final List<Row> rows = new ArrayList<>();
    private long offset;

    SplitWriter(Path folder, Split split) throws IOException {
        this.folder = folder;
        this.split = split;
        out =
                new BufferedOutputStream(
                        Files.newOutputStream(SplitStore.lines(folder, split)), BUFFER);
    }

    void add(TokenizedSource file) throws IOException {
        rows.add(
                new Row(
                        file.path(),
                        file.position(),
                        offset,
                        file.line().length,
                        file.lineDigest()));
        out.write(file.line());
        out.write('\n');
        offset += file.line().length + 1;
    }

    /** Writes the index and gives the digest of the split. */
    String finish() throws IOException {
        out.flush();
        rows.sort(Comparator.comparingInt(Row::position).thenComparing(Row::path));
        SplitDigest digest = new SplitDigest();
        try (Writer index = Files.newBufferedWriter(SplitStore.index(folder, split))) {
            for (Row row : rows) {
                index.write(
                        row.offset()
                                + "\t"
                                + row.length()
                                + "\t"
                                + row.position()
                                + "\t"
                                + row.path()
                                + "\n");
                digest.add(row.path(), row.digest());
            }
        }
        return digest.hex();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
