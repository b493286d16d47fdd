package io.exitbench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Somebody's classes, compiled for a test: in the test tree itself every suite of this project
 * would find them.
 */
public final class CompiledStrategies {
    private static final String HEAD =
            """
            package others;

            import io.exitbench.junit.*;
            import io.exitbench.strategy.*;
            import java.util.stream.Stream;

            """;

    private CompiledStrategies() {}

    /** A class that implements a type and decides by an expression. */
    public static String strategy(String modifiers, String name, String type, String decision) {
        return modifiers
                + " class "
                + name
                + " "
                + type
                + " { public Stream<StrategyVariant> variants(StrategyContext context) {"
                + " return Stream.of(StrategyVariant.of(\""
                + name.toLowerCase(java.util.Locale.ROOT)
                + "\", \"\", () -> seen -> "
                + decision
                + ")); } }";
    }

    /** Compiles classes of the package {@code others}, by their names, into a folder. */
    public static Path folder(Path folder, Map<String, String> classes) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "-proc:none",
                                "-d",
                                folder.toString(),
                                "-cp",
                                "target/classes"
                                        + java.io.File.pathSeparator
                                        + System.getProperty(
                                                "surefire.test.class.path",
                                                System.getProperty("java.class.path"))));
        try {
            Path sources = Files.createDirectories(folder.resolveSibling("sources"));
            for (Map.Entry<String, String> each : classes.entrySet()) {
                Path file = sources.resolve(each.getKey() + ".java");
                command.add(Files.writeString(file, HEAD + each.getValue()).toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int status =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, command.toArray(String[]::new));
        assertThat(status).isZero();
        return folder;
    }

    /** Packs a folder. */
    public static Path jar(Path folder, Path jar) {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new JarEntry(folder.relativize(each).toString()));
                Files.copy(each, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
    }
}
