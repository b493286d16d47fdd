package io.exitbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything public says what it takes and gives: all of doclint, which {@code mvn verify
 * -Pjavadoc} asks for. Only the compact constructor of a record may leave out its parameters, which
 * the record has described; Java 17, unlike later versions, does not know that, and later ones have
 * rules of style beside it.
 */
@EnabledIfSystemProperty(named = "documentation", matches = "strict")
@EnabledForJreRange(max = JRE.JAVA_17)
class DocumentationTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern COMPACT_CONSTRUCTOR = Pattern.compile("\\s*public \\w+ \\{");

    @TempDir Path folder;

    @Test
    void nothingPublicLacksAWord() throws IOException {
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(said, null, null);
                Stream<Path> sources = Files.walk(SOURCES)) {
            List<Path> all = sources.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(all).isNotEmpty();
            List<String> options =
                    List.of("-Xdoclint:all/protected", "-proc:none", "-Xmaxwarns", "10000", "-d");
            List<String> arguments = new ArrayList<>(options);
            arguments.add(folder.toString());
            boolean compiled =
                    compiler.getTask(
                                    null,
                                    files,
                                    said,
                                    arguments,
                                    null,
                                    files.getJavaFileObjectsFromPaths(all))
                            .call();
            assertThat(compiled).isTrue();
        }
        List<String> missing = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> each : said.getDiagnostics()) {
            if (each.getSource() != null && !isOfCompactConstructor(each)) {
                missing.add(
                        each.getSource().getName()
                                + ":"
                                + each.getLineNumber()
                                + ": "
                                + each.getMessage(Locale.ROOT));
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean isOfCompactConstructor(Diagnostic<? extends JavaFileObject> said)
            throws IOException {
        String text = said.getSource().getCharContent(true).toString();
        String line = text.lines().skip(said.getLineNumber() - 1).findFirst().orElse("");
        return COMPACT_CONSTRUCTOR.matcher(line).matches();
    }
}
