package io.exitbench.junit;

import io.exitbench.ExitBenchException;
import io.exitbench.strategy.StrategyFamily;
import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Finds strategies on the class path, so that a new one needs no registration. Only folders are
 * searched: a project's own classes, not its libraries.
 */
final class StrategyScanner {
    private StrategyScanner() {}

    /**
     * @param suite a suite class
     * @return what its {@link Strategies} name, or else everything that is found
     */
    static List<StrategyFamily> families(Class<?> suite) {
        Strategies chosen = suite.getAnnotation(Strategies.class);
        return chosen == null
                ? families()
                : Arrays.stream(chosen.value()).map(StrategyScanner::instance).toList();
    }

    /**
     * @return an instance of every concrete class with a constructor without parameters that
     *     implements {@link ExitStrategyContract}, by class name
     */
    static List<StrategyFamily> families() {
        List<Class<?>> classes = new ArrayList<>();
        String[] roots = System.getProperty("java.class.path").split(File.pathSeparator);
        for (String root : surefireRoots(roots)) {
            Path folder = Path.of(root);
            if (Files.isDirectory(folder)) {
                classes.addAll(
                        ReflectionSupport.findAllClassesInClasspathRoot(
                                folder.toUri(), StrategyScanner::isFamily, name -> true));
            }
        }
        classes.sort(Comparator.comparing(Class::getName));
        return classes.stream().distinct().map(StrategyScanner::instance).toList();
    }

    /** Surefire hides the real class path in a jar's manifest and names it in a property. */
    private static List<String> surefireRoots(String[] roots) {
        String real = System.getProperty("surefire.test.class.path");
        return Arrays.asList(real == null ? roots : real.split(File.pathSeparator));
    }

    private static boolean isFamily(Class<?> type) {
        return ExitStrategyContract.class.isAssignableFrom(type)
                && !type.isInterface()
                && !Modifier.isAbstract(type.getModifiers())
                && (!type.isMemberClass() || Modifier.isStatic(type.getModifiers()));
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
