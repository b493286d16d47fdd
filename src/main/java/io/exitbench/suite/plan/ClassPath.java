package io.exitbench.suite.plan;

import io.exitbench.ExitBenchException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the virtual machine finds classes.
 *
 * @param entries folders and archives in the order in which they are searched
 */
public record ClassPath(List<Path> entries) {
    private static final String PROPERTY = "java.class.path";
    private static final String SUREFIRE = "surefire.test.class.path";

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
        return parse(System.getProperty(SUREFIRE, System.getProperty(PROPERTY)));
    }

    /**
     * Adds folders or archives: for this process, whose class loaders are the caller's affair, and
     * for those that it starts.
     *
     * @param more in the order in which they are to be searched, behind all others
     */
    public static void extend(List<Path> more) {
        List<Path> longer = new ArrayList<>(current().entries());
        more.forEach(each -> longer.add(each.toAbsolutePath()));
        System.setProperty(
                System.getProperty(SUREFIRE) == null ? PROPERTY : SUREFIRE,
                new ClassPath(longer).text());
    }

    /**
     * @return the entries that exist, by absolute paths, and those among them that archives name in
     *     their manifests
     */
    public ClassPath whole() {
        Set<Path> found = new LinkedHashSet<>();
        Deque<Path> open = new ArrayDeque<>();
        entries.forEach(entry -> open.add(entry.toAbsolutePath().normalize()));
        while (!open.isEmpty()) {
            Path entry = open.removeFirst();
            if (Files.exists(entry) && found.add(entry) && Files.isRegularFile(entry)) {
                open.addAll(ManifestEntries.of(entry));
            }
        }
        return new ClassPath(List.copyOf(found));
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
