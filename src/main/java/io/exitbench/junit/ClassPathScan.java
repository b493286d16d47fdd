package io.exitbench.junit;

import io.exitbench.suite.plan.ClassPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds classes in the folders and jars of the class path by what they extend or implement. Only
 * what is found is loaded, and the libraries that ExitBench itself depends on are passed over: they
 * are large, and nothing in them can know it.
 */
public final class ClassPathScan {
    private static final String OWN_LIBRARIES = "/META-INF/exitbench/libraries";

    /** By their names with slashes, where they were first seen. */
    private final Map<String, Seen> classes = new LinkedHashMap<>();

    private record Seen(Path root, List<String> supertypes) {}

    /**
     * A class and the folder or jar that it was found in.
     *
     * @param root folder or jar
     * @param name of the class, as {@link Class#forName} takes it
     */
    public record Found(Path root, String name) {
        /**
         * @return the class, loaded but not initialised
         * @throws ClassNotFoundException if it is gone
         */
        public Class<?> load() throws ClassNotFoundException {
            return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        }
    }

    private ClassPathScan() {}

    /**
     * @return the class path of this process, read
     */
    public static ClassPathScan ofThisProcess() {
        return of(ClassPath.current().whole().entries());
    }

    /**
     * Reads the headers of all class files.
     *
     * @param roots folders and jars
     * @return what is there
     */
    public static ClassPathScan of(List<Path> roots) {
        ClassPathScan scan = new ClassPathScan();
        Set<String> passedOver = ownLibraries();
        for (Path root : roots) {
            if (Files.isDirectory(root)) {
                scan.read(root, root);
            } else if (root.toString().endsWith(".jar")
                    && !passedOver.contains(root.getFileName().toString())) {
                scan.readJar(root);
            }
        }
        return scan;
    }

    private static Set<String> ownLibraries() {
        Set<String> names = new HashSet<>();
        try (InputStream in = ClassPathScan.class.getResourceAsStream(OWN_LIBRARIES)) {
            if (in != null) {
                String list = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                for (String path : list.strip().split("[;:\n]")) {
                    names.add(path.substring(path.lastIndexOf('/') + 1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    private void readJar(Path jar) {
        try (FileSystem content = FileSystems.newFileSystem(jar)) {
            for (Path root : content.getRootDirectories()) {
                read(jar, root);
            }
        } catch (IOException e) {
            // No jar: the virtual machine passes over it as well.
            return;
        }
    }

    private void read(Path root, Path top) {
        try (Stream<Path> files = Files.walk(top)) {
            for (Path file : files.filter(ClassPathScan::isClass).sorted().toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    ClassHeader header = ClassHeader.read(in);
                    classes.putIfAbsent(header.name(), new Seen(root, header.supertypes()));
                } catch (IOException e) {
                    // Not a class that could be loaded.
                    continue;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of the class path's own version: another one's lies below META-INF. */
    private static boolean isClass(Path file) {
        String path = file.toString();
        return path.endsWith(".class")
                && !path.endsWith("module-info.class")
                && !path.startsWith("/META-INF/");
    }

    /**
     * @param ancestor class or interface
     * @return everything that extends or implements it, abstract classes and interfaces included,
     *     by name
     */
    public List<Found> below(Class<?> ancestor) {
        Set<String> known = new HashSet<>(Set.of(ancestor.getName().replace('.', '/')));
        Map<String, Found> found = new TreeMap<>();
        boolean grows = true;
        while (grows) {
            grows = false;
            for (Map.Entry<String, Seen> each : classes.entrySet()) {
                Seen seen = each.getValue();
                if (seen.supertypes().stream().anyMatch(known::contains)
                        && known.add(each.getKey())) {
                    String name = each.getKey().replace('/', '.');
                    found.put(name, new Found(seen.root(), name));
                    grows = true;
                }
            }
        }
        return new ArrayList<>(found.values());
    }
}
