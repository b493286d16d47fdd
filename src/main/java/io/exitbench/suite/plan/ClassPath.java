package io.exitbench.suite.plan;

import io.exitbench.ExitBenchException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Where the virtual machine finds classes.
 *
 * @param entries folders and archives in the order in which they are searched
 */
public record ClassPath(List<Path> entries) {
    /** Copies the list. */
    public ClassPath {
        entries = List.copyOf(entries);
    }

    /**
     * @return the class path of this process; Surefire hides the real one in a jar's manifest and
     *     names it in a property
     * @throws ExitBenchException if an entry has the letter in its path that parts entries
     */
    public static ClassPath current() {
        return parse(
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")));
    }

    /**
     * @param text entries as the virtual machine takes them
     * @return the class path
     * @throws ExitBenchException if an entry has the letter in its path that parts entries, or one
     *     that the locale's encoding lacks
     */
    static ClassPath parse(String text) {
        String[] parts = text.split(File.pathSeparator);
        List<Path> entries = Arrays.stream(parts).map(ClassPath::path).toList();
        for (int end = 1; end < parts.length; end++) {
            if (!Files.exists(entries.get(end))) {
                requireWhole(parts, end);
            }
        }
        return new ClassPath(entries);
    }

    private static Path path(String entry) {
        try {
            return Path.of(entry);
        } catch (InvalidPathException e) {
            throw new ExitBenchException(
                    "The path "
                            + entry
                            + " on the class path has letters that the locale's encoding lacks; set"
                            + " LC_ALL=C.UTF-8.",
                    e);
        }
    }

    /** A part that leads nowhere may be the end of a path that was parted. */
    private static void requireWhole(String[] parts, int end) {
        String whole = parts[end];
        for (int start = end - 1; start >= 0; start--) {
            whole = parts[start] + File.pathSeparator + whole;
            if (Files.exists(Path.of(whole))) {
                throw new ExitBenchException(
                        "The path "
                                + whole
                                + " on the class path has a \""
                                + File.pathSeparator
                                + "\", which parts a class path for the measuring process; move the"
                                + " checkout, or the Maven repository, to a path without one.");
            }
        }
    }

    /**
     * @return as the virtual machine takes it
     */
    public String text() {
        return String.join(File.pathSeparator, entries.stream().map(Path::toString).toList());
    }
}
