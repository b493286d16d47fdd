package io.exitbench.dataset.source;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Files below a folder, named the same under every locale. Where Java takes file names for ASCII,
 * as under {@code LANG=C}, a path cannot be made from a text or shown as one, but it holds the
 * file's name as the system gave it, and so does its URI: names are read from there, as UTF-8.
 *
 * <p>Links are read like what they lead to, under the name of the link. A file that several names
 * lead to is taken once: under its own name if it lies in the folder, else under the first link's.
 * So links that form a circle end. A link to the folder itself or to one above it is not followed.
 */
final class FolderTree {
    private final Path folder;
    private final String suffix;
    private final Map<String, Path> files = new TreeMap<>();
    private final Set<Path> taken = new HashSet<>();
    private final Deque<Branch> branches = new ArrayDeque<>();

    /** A folder to walk, and how the names of its files begin. */
    private record Branch(Path folder, String prefix) {}

    private FolderTree(Path folder, String suffix) {
        this.folder = folder;
        this.suffix = suffix;
    }

    /**
     * Lists files.
     *
     * @param folder or a link to one
     * @param suffix of their names
     * @return by their names with forward slashes; what a broken link promises is there as the link
     * @throws IOException if a folder cannot be read
     */
    static Map<String, Path> files(Path folder, String suffix) throws IOException {
        FolderTree tree = new FolderTree(folder.toRealPath(), suffix);
        tree.branches.add(new Branch(tree.folder, ""));
        while (!tree.branches.isEmpty()) {
            tree.walk(tree.branches.remove());
        }
        return Collections.unmodifiableMap(tree.files);
    }

    /**
     * Finds a file that a list names.
     *
     * @param folder as {@link Path#toRealPath} gives it
     * @param name with forward slashes
     * @return its path, or empty if no file can have the name or it leads out of the folder
     */
    static Optional<Path> resolve(Path folder, String name) {
        StringBuilder uri = new StringBuilder(folder.toUri().toString());
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b == '/' || b == '.' || b == '_' || b == '-';
            if (plain || b > 0 && Character.isLetterOrDigit(b)) {
                uri.append((char) b);
            } else {
                uri.append(String.format("%%%02X", b));
            }
        }
        try {
            Path file = Path.of(URI.create(uri.toString())).normalize();
            return file.startsWith(folder) ? Optional.of(file) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void walk(Branch branch) throws IOException {
        Map<String, Path> links = new TreeMap<>();
        URI root = branch.folder().toUri();
        Files.walkFileTree(
                branch.folder(),
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes is) {
                        return taken.add(at)
                                ? FileVisitResult.CONTINUE
                                : FileVisitResult.SKIP_SUBTREE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
                        if (is.isSymbolicLink()) {
                            links.put(name(branch, root, file), file);
                        } else if (is.isRegularFile()) {
                            add(name(branch, root, file), file);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        for (Map.Entry<String, Path> link : links.entrySet()) {
            follow(link.getKey(), link.getValue());
        }
    }

    private void follow(String name, Path link) {
        Path target;
        try {
            target = link.toRealPath();
        } catch (IOException e) {
            add(name, link);
            return;
        }
        if (Files.isRegularFile(target)) {
            add(name, target);
        } else if (Files.isDirectory(target) && !folder.startsWith(target)) {
            branches.add(new Branch(target, name + "/"));
        }
    }

    private void add(String name, Path file) {
        if (name.endsWith(suffix) && taken.add(file)) {
            files.put(name, file);
        }
    }

    private static String name(Branch branch, URI root, Path file) {
        URI relative = root.relativize(file.toUri());
        String name = relative.getPath();
        // A name that is no UTF-8 keeps its escapes, or two of them might become one.
        String unique = name.indexOf('\uFFFD') < 0 ? name : relative.getRawPath();
        // The URI of a link to a folder ends like a folder's.
        return branch.prefix() + unique.replaceFirst("/$", "");
    }
}
