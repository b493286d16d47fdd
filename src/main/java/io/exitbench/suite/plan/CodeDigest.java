package io.exitbench.suite.plan;

import io.exitbench.digest.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Identifies the code that runs: all class files in the folders of the class path, and names, sizes
 * and times of its jars. A strategy that was edited after a kill must not go on with the
 * completions of its former self.
 */
final class CodeDigest {
    private CodeDigest() {}

    /**
     * @param roots folders and jars of the class path
     * @return SHA-256 in hexadecimal
     */
    static String of(List<Path> roots) {
        StringBuilder parts = new StringBuilder();
        for (Path path : roots) {
            if (!Files.isDirectory(path)) {
                parts.append(jar(path)).append('\n');
                continue;
            }
            try (Stream<Path> files = Files.walk(path)) {
                List<Path> classes =
                        files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
                for (Path file : classes) {
                    parts.append(path.relativize(file))
                            .append(' ')
                            .append(hex(Files.readAllBytes(file)))
                            .append('\n');
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return hex(parts.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String jar(Path path) {
        try {
            return path.getFileName()
                    + " "
                    + Files.size(path)
                    + " "
                    + Files.getLastModifiedTime(path).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.of(bytes));
    }
}
