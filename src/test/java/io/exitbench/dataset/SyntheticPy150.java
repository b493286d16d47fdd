package io.exitbench.dataset;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * An archive of made-up Python in PY150's official layout: two lists beside {@code data.tar.gz},
 * two thirds of the files in the train list. {@code main} writes one: {@code SyntheticPy150 FILE
 * COUNT}.
 */
public final class SyntheticPy150 {
    private static final String[] WORDS = {
        "alpha", "beta", "gamma", "delta", "result", "index", "value", "items", "name", "count"
    };

    private final List<String> train = new ArrayList<>();
    private final List<String> evaluation = new ArrayList<>();
    private final int count;

    public SyntheticPy150(int count) {
        this.count = count;
        for (int i = 0; i < count; i++) {
            (i % 3 < 2 ? train : evaluation).add(path(i));
        }
    }

    static String path(int index) {
        return "data/user" + index % 7 + "/project/file" + index + ".py";
    }

    public List<String> train() {
        return train;
    }

    public List<String> evaluation() {
        return evaluation;
    }

    /** Every tenth file is no Python, as some of PY150's are none that Python 3 can split. */
    static String source(int index) {
        if (index % 10 == 9) {
            return "def broken(:\n    '''never closed\n";
        }
        Random random = new Random(index);
        StringBuilder source = new StringBuilder("import os\n\n\n");
        for (int f = 0; f < 3 + random.nextInt(5); f++) {
            source.append("def ").append(word(random)).append(f).append("(self, x):\n");
            for (int line = 0; line < 2 + random.nextInt(8); line++) {
                source.append("    ")
                        .append(word(random))
                        .append(" = ")
                        .append(word(random))
                        .append(random.nextBoolean() ? ".get('name', " : "(\"text\", ")
                        .append(random.nextInt(100))
                        .append(")\n");
            }
            source.append("    return ").append(word(random)).append("\n\n\n");
        }
        return source.toString();
    }

    private static String word(Random random) {
        return WORDS[random.nextInt(WORDS.length)];
    }

    public void write(Path archive) throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = tar(data)) {
            // Not in the order of the lists.
            for (int i = count - 1; i >= 0; i--) {
                add(tar, path(i), source(i));
            }
        }
        try (TarArchiveOutputStream tar =
                tar(new BufferedOutputStream(Files.newOutputStream(archive)))) {
            add(tar, "README.md", "made up\n");
            addBytes(tar, "data.tar.gz", data.toByteArray());
            add(tar, "python100k_train.txt", String.join("\n", train) + "\n");
            add(tar, "python50k_eval.txt", String.join("\n", evaluation) + "\n");
        }
    }

    public void unpack(Path folder) throws IOException {
        Files.writeString(folder.resolve("python100k_train.txt"), String.join("\n", train) + "\n");
        Files.writeString(
                folder.resolve("python50k_eval.txt"), String.join("\n", evaluation) + "\n");
        for (int i = 0; i < count; i++) {
            Path file = folder.resolve(path(i));
            Files.createDirectories(file.getParent());
            Files.writeString(file, source(i));
        }
    }

    public static TarArchiveOutputStream tar(OutputStream out) throws IOException {
        return new TarArchiveOutputStream(new GZIPOutputStream(out));
    }

    public static void add(TarArchiveOutputStream tar, String path, String content)
            throws IOException {
        addBytes(tar, path, content.getBytes(StandardCharsets.UTF_8));
    }

    public static void addBytes(TarArchiveOutputStream tar, String path, byte[] content)
            throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(path, true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    public static void main(String[] arguments) throws IOException {
        new SyntheticPy150(Integer.parseInt(arguments[1])).write(Path.of(arguments[0]));
    }
}
