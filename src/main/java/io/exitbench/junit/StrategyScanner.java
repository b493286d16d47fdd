package io.exitbench.junit;

import io.exitbench.ExitBenchException;
import io.exitbench.strategy.StrategyFamily;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds strategies on the class path, so that a new one needs no registration. */
public final class StrategyScanner {
    private final List<Class<?>> taken = new ArrayList<>();
    private final Map<Path, Integer> places = new LinkedHashMap<>();
    private final List<String> leftOut = new ArrayList<>();

    private StrategyScanner() {}

    /**
     * @param suite a suite class
     * @return what its {@link Strategies} name, or else everything that is found, which is told on
     *     standard error
     */
    static List<StrategyFamily> families(Class<?> suite) {
        Strategies chosen = suite.getAnnotation(Strategies.class);
        if (chosen != null) {
            return Arrays.stream(chosen.value()).map(StrategyScanner::instance).toList();
        }
        StrategyScanner found = in(ClassPathScan.ofThisProcess());
        System.err.println(found.sentence());
        return found.families();
    }

    /**
     * Looks for everything that implements {@link ExitStrategyContract}.
     *
     * @param scan of folders and jars
     * @return the classes that suites take, by name, and those that they leave out
     */
    public static StrategyScanner in(ClassPathScan scan) {
        StrategyScanner scanner = new StrategyScanner();
        scan.below(ExitStrategyContract.class).forEach(scanner::add);
        return scanner;
    }

    /**
     * Looks for everything that implements {@link ExitStrategyContract} in a part of a class path.
     *
     * @param scan of folders and jars
     * @param roots those of them that count
     * @return the classes that suites take, by name, and those that they leave out
     */
    public static StrategyScanner in(ClassPathScan scan, List<Path> roots) {
        StrategyScanner scanner = new StrategyScanner();
        scan.below(ExitStrategyContract.class).stream()
                .filter(found -> roots.contains(found.root()))
                .forEach(scanner::add);
        return scanner;
    }

    private void add(ClassPathScan.Found found) {
        try {
            Class<?> type = found.load();
            // Inner classes are parts of a test, not strategies.
            if (type.isInterface() || isInner(type)) {
                return;
            }
            Optional<String> obstacle = obstacle(type);
            if (obstacle.isPresent()) {
                leftOut.add(found.name() + " (" + obstacle.get() + ")");
            } else {
                taken.add(type);
                places.merge(found.root(), 1, Integer::sum);
            }
        } catch (ClassNotFoundException | LinkageError e) {
            leftOut.add(found.name() + " (" + e + ")");
        }
    }

    private static boolean isInner(Class<?> type) {
        return type.isMemberClass() && !Modifier.isStatic(type.getModifiers());
    }

    private static Optional<String> obstacle(Class<?> type) {
        if (Modifier.isAbstract(type.getModifiers())) {
            return Optional.of("abstract");
        }
        return type.isAnnotationPresent(NotInSuites.class)
                ? Optional.of("@" + NotInSuites.class.getSimpleName())
                : Optional.empty();
    }

    /**
     * @return classes that suites run, by name
     */
    public List<Class<?>> classes() {
        return List.copyOf(taken);
    }

    /**
     * @return an instance of each of them
     * @throws ExitBenchException if one has no constructor without parameters
     */
    public List<StrategyFamily> families() {
        return taken.stream().map(StrategyScanner::instance).toList();
    }

    /**
     * @return what was found and what was left out
     */
    public String sentence() {
        String found =
                places.isEmpty()
                        ? "Strategies: none found on the class path beside full depth"
                        : places.entrySet().stream()
                                .map(place -> place.getValue() + " in " + place.getKey())
                                .collect(Collectors.joining(", ", "Strategies: ", ""));
        return leftOut.isEmpty()
                ? found + "."
                : found + "; left out: " + String.join(", ", leftOut) + ".";
    }

    private static StrategyFamily instance(Class<?> type) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return (StrategyFamily) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new ExitBenchException(
                    "The strategy "
                            + type.getName()
                            + " cannot be created; give it a constructor without parameters.",
                    e);
        }
    }
}
