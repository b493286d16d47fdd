package io.exitbench.suite.plan;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** The class path of this process. */
public final class ClassPath {
    private static final String SUREFIRE = "surefire.test.class.path";

    private ClassPath() {}

    /**
     * @return the class path; Surefire hides the real one in a jar's manifest and names it in a
     *     property
     */
    public static String current() {
        return System.getProperty(SUREFIRE, System.getProperty("java.class.path"));
    }

    /**
     * Adds folders or jars: for this process, whose class loaders are the caller's affair, and for
     * those that it starts.
     *
     * @param more in the order in which they are to be searched, behind all others
     */
    public static void add(List<Path> more) {
        String name = System.getProperty(SUREFIRE) == null ? "java.class.path" : SUREFIRE;
        StringBuilder longer = new StringBuilder(current());
        more.forEach(each -> longer.append(File.pathSeparator).append(each.toAbsolutePath()));
        System.setProperty(name, longer.toString());
    }

    /**
     * @return folders and jars of the class path, those included that a jar names in its manifest,
     *     as the distribution's does
     */
    public static List<Path> roots() {
        return roots(current());
    }

    static List<Path> roots(String classPath) {
        Set<Path> roots = new LinkedHashSet<>();
        Deque<Path> open = new ArrayDeque<>();
        for (String root : classPath.split(File.pathSeparator)) {
            if (!root.isBlank()) {
                open.add(Path.of(root).toAbsolutePath().normalize());
            }
        }
        while (!open.isEmpty()) {
            Path root = open.removeFirst();
            if (Files.exists(root) && roots.add(root) && Files.isRegularFile(root)) {
                open.addAll(named(root));
            }
        }
        return List.copyOf(roots);
    }

    private static List<Path> named(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String value =
                    manifest == null
                            ? null
                            : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return value == null
                    ? List.of()
                    : List.of(value.strip().split("\\s+")).stream()
                            .flatMap(entry -> beside(jar, entry).stream())
                            .toList();
        } catch (IOException e) {
            // No jar: the virtual machine passes over it as well.
            return List.of();
        }
    }

    private static List<Path> beside(Path jar, String entry) {
        try {
            URI place = jar.toUri().resolve(new URI(entry));
            return place.getScheme().equals("file") ? List.of(Path.of(place)) : List.of();
        } catch (URISyntaxException | IllegalArgumentException e) {
            return List.of();
        }
    }
}
