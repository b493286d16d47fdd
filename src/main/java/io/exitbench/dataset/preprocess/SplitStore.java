package io.exitbench.dataset.preprocess;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.Split;
import io.exitbench.dataset.TokenizedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One split on disk: token lines, and an index with offset, bytes, position and path of each line
 * in the order of the split. Positions count the rejected files too.
 */
final class SplitStore {
    private static final int COLUMNS = 4;

    private final Path lines;
    private final List<String> paths = new ArrayList<>();
    private final long[] offsets;
    private final int[] lengths;
    private final int[] positions;

    SplitStore(Path folder, Split split) throws IOException {
        lines = lines(folder, split);
        List<String> rows = Files.readAllLines(index(folder, split));
        long size = Files.size(lines);
        offsets = new long[rows.size()];
        lengths = new int[rows.size()];
        positions = new int[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            String[] row = rows.get(i).split("\t", COLUMNS);
            offsets[i] = Long.parseLong(row[0]);
            lengths[i] = Integer.parseInt(row[1]);
            if (offsets[i] < 0 || lengths[i] < 0 || offsets[i] + lengths[i] > size) {
                throw new IOException("line " + (i + 1) + " of the index leaves the file");
            }
            positions[i] = Integer.parseInt(row[2]);
            paths.add(row[3]);
        }
    }

    static Path lines(Path folder, Split split) {
        return folder.resolve(split.id() + ".txt");
    }

    static Path index(Path folder, Split split) {
        return folder.resolve(split.id() + ".tsv");
    }

    List<String> paths() {
        return Collections.unmodifiableList(paths);
    }

    int position(int index) {
        return positions[index];
    }

    /** The first files of the split, or one from the middle. */
    List<TokenizedFile> read(int from, int count) {
        List<TokenizedFile> files = new ArrayList<>();
        Map<String, String> tokens = new HashMap<>();
        try (FileChannel channel = FileChannel.open(lines)) {
            for (int i = from; i < Math.min(paths.size(), from + (long) count); i++) {
                ByteBuffer line = ByteBuffer.allocate(lengths[i]);
                while (line.hasRemaining()
                        && channel.read(line, offsets[i] + line.position()) >= 0) {
                    // A read may bring less than asked for.
                }
                String text = new String(line.array(), 0, line.position(), StandardCharsets.UTF_8);
                files.add(new TokenizedFile(paths.get(i), tokens(text, tokens)));
            }
        } catch (IOException e) {
            throw new ExitBenchException(
                    lines + " cannot be read; delete its folder to have it made again.", e);
        }
        return files;
    }

    /** Equal tokens share one string, or a split would not fit into memory. */
    private static List<String> tokens(String line, Map<String, String> known) {
        String[] parts = line.split(" ");
        List<String> tokens = new ArrayList<>(parts.length);
        for (int i = 1; i < parts.length - 1; i++) {
            String token = known.putIfAbsent(parts[i], parts[i]);
            tokens.add(token == null ? parts[i] : token);
        }
        return tokens;
    }
}
