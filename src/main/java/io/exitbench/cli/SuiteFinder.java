package io.exitbench.cli;

import io.exitbench.ExitBenchException;
import io.exitbench.junit.BenchmarkSuite;
import io.exitbench.junit.ClassPathScan;
import io.exitbench.junit.Dataset;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds suites on the class path by what users call them. */
final class SuiteFinder {
    private record Suite(Path root, Class<?> type) {
        String dataset() {
            return type.getAnnotation(Dataset.class).value();
        }

        /** What it is called, the most telling first. */
        List<String> names() {
            return List.of(type.getName(), type.getSimpleName(), type.getPackageName(), dataset());
        }
    }

    private SuiteFinder() {}

    /**
     * Finds suites; a jar or a folder with classes is added to the class path first.
     *
     * @param name class, package, data set, or a jar or folder that holds the suites
     * @return the suite, or all of the jar
     * @throws ExitBenchException if there is none of that name, or more than one
     */
    static List<Class<?>> find(String name) {
        Path place = Path.of(name);
        List<Suite> called = called(name);
        if (name.endsWith(".jar") || called.isEmpty() && Files.isDirectory(place)) {
            AddedJars.add(List.of(place));
            return in(place.toAbsolutePath().normalize());
        }
        if (called.size() == 1) {
            return List.of(called.get(0).type());
        }
        if (called.isEmpty()) {
            throw new ExitBenchException(
                    "There is no suite \""
                            + name
                            + "\"; there are "
                            + listed(all())
                            + ". A jar with suites is named by its path, which ends in .jar.");
        }
        throw new ExitBenchException(
                "More than one suite is called \""
                        + name
                        + "\": "
                        + listed(called)
                        + "; name the class.");
    }

    /** Of a class's own name rather than of its data's, which others have too. */
    private static List<Suite> called(String name) {
        return all().stream()
                .filter(suite -> suite.names().contains(name))
                .collect(
                        Collectors.groupingBy(
                                suite -> suite.names().indexOf(name),
                                TreeMap::new,
                                Collectors.toList()))
                .values()
                .stream()
                .findFirst()
                .orElse(List.of());
    }

    private static List<Class<?>> in(Path place) {
        List<Class<?>> suites = new ArrayList<>();
        all().stream().filter(s -> s.root().equals(place)).forEach(s -> suites.add(s.type()));
        if (suites.isEmpty()) {
            throw new ExitBenchException(
                    place
                            + " holds no suite, a class that implements BenchmarkSuite and has"
                            + " @Dataset; to run its strategies in another suite, name that and add"
                            + " --with "
                            + place
                            + ".");
        }
        return suites;
    }

    private static String listed(List<Suite> suites) {
        return suites.isEmpty()
                ? "none on the class path"
                : suites.stream()
                        .map(suite -> suite.dataset() + " (" + suite.type().getName() + ")")
                        .collect(Collectors.joining(", "));
    }

    private static List<Suite> all() {
        List<Suite> suites = new ArrayList<>();
        for (ClassPathScan.Found found :
                ClassPathScan.ofThisProcess().below(BenchmarkSuite.class)) {
            try {
                Class<?> type = found.load();
                if (!Modifier.isAbstract(type.getModifiers())
                        && type.isAnnotationPresent(Dataset.class)) {
                    suites.add(new Suite(found.root(), type));
                }
            } catch (ClassNotFoundException | LinkageError e) {
                throw new ExitBenchException(
                        "The suite "
                                + found.name()
                                + " in "
                                + found.root()
                                + " cannot be loaded ("
                                + e
                                + "); compile it against this version.",
                        e);
            }
        }
        return suites;
    }
}
