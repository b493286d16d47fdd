package strategies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every family has its row in docs/strategies.md. */
class StrategiesDocumentationTest {
    private static final Pattern NAME = Pattern.compile("StrategyVariant\\.of\\(\\s*\"([^\"]+)\"");

    @Test
    void everyFamilyIsExplained() throws IOException {
        String page = Files.readString(Path.of("docs/strategies.md"));
        try (Stream<Path> files = Files.list(Path.of("baselines/strategies"))) {
            List<String> names =
                    files.sorted()
                            .map(StrategiesDocumentationTest::text)
                            .flatMap(code -> NAME.matcher(code).results())
                            .map(MatchResult::group)
                            .map(found -> NAME.matcher(found).replaceFirst("$1"))
                            .toList();
            assertThat(names).hasSizeGreaterThan(20);
            assertThat(names).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
