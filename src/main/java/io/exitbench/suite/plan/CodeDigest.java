package io.exitbench.suite.plan;

import io.exitbench.ExitBenchException;
import io.exitbench.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * Identifies the code that runs: all class files in the folders of the class path, and what the
 * directories of its archives say of their entries (name, size and checksum, but no time, which
 * differs between machines). A strategy or library that was changed after a kill must not go on
 * with the completions of its former self.
 */
final class CodeDigest {
    private CodeDigest() {}

    /**
     * @param classPath where the classes lie
     * @return SHA-256 in hexadecimal
     * @throws ExitBenchException if something on the class path cannot be read
     */
    static String of(ClassPath classPath) {
        StringBuilder parts = new StringBuilder();
        for (Path entry : classPath.entries()) {
            try {
                if (Files.isDirectory(entry)) {
                    folder(entry, parts);
                } else {
                    parts.append(entry.getFileName()).append('\n');
                    // The virtual machine passes over what is not there.
                    if (Files.exists(entry)) {
                        archive(entry, parts);
                    }
                }
            } catch (IOException e) {
                throw new ExitBenchException(
                        entry
                                + " on the class path cannot be read ("
                                + e.getMessage()
                                + "); delete it, so that Maven makes or fetches it again.",
                        e);
            }
        }
        return Sha256.hex(parts.toString());
    }

    private static void folder(Path folder, StringBuilder parts) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> classes =
                    files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
            for (Path file : classes) {
                parts.append(folder.relativize(file))
                        .append(' ')
                        .append(Sha256.hex(file))
                        .append('\n');
            }
        }
    }

    private static void archive(Path file, StringBuilder parts) throws IOException {
        try (ZipFile archive = new ZipFile(file.toFile())) {
            archive.stream()
                    .forEach(
                            entry ->
                                    parts.append(entry.getName())
                                            .append(' ')
                                            .append(entry.getSize())
                                            .append(' ')
                                            .append(entry.getCrc())
                                            .append('\n'));
        }
    }
}
