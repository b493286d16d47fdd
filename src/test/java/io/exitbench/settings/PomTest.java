package io.exitbench.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whoever mistypes a suite is told which there are, and those are the folders of {@code suites}.
 */
class PomTest {
    @Test
    void everySuiteHasItsProfileAndIsNamedWhenOneIsMistyped() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        List<String> suites;
        try (Stream<Path> folders = Files.list(Path.of("suites"))) {
            suites =
                    folders.filter(Files::isDirectory)
                            .map(folder -> folder.getFileName().toString())
                            .toList();
        }
        assertThat(suites).contains("py150", "javacorpus");
        assertThat(profiles(pom)).containsExactlyInAnyOrderElementsOf(suites);
        String message =
                pom.lines()
                        .filter(line -> line.contains("There is no such suite."))
                        .findFirst()
                        .orElseThrow();
        String condition =
                pom.lines().filter(line -> line.contains("suite=(?!")).findFirst().orElseThrow();
        assertThat(suites)
                .allSatisfy(
                        suite -> {
                            assertThat(message).contains("-Psuite=" + suite);
                            assertThat(condition).containsPattern("[(|]" + suite + "[)|]");
                        });
    }

    private static List<String> profiles(String pom) {
        return Pattern.compile("<id>suite=(\\w+)</id>")
                .matcher(pom)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
