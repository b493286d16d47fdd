package io.exitbench.suite.plan;

import io.exitbench.digest.Sha256;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Identifies the code that runs: all class files in the folders of the class path, and the names of
 * its libraries. A strategy that was edited after a kill must not go on with the completions of its
 * former self.
 */
final class CodeDigest {
    private CodeDigest() {}

    /**
     * @param classPath as the virtual machine got it
     * @return SHA-256 in hexadecimal
     */
    static String of(String classPath) {
        StringBuilder parts = new StringBuilder();
        for (String root : classPath.split(File.pathSeparator)) {
            Path path = Path.of(root);
            if (!Files.isDirectory(path)) {
                parts.append(path.getFileName()).append('\n');
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

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.of(bytes));
    }
}
