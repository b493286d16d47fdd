package io.exitbench.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the README shows is what the code has. */
class ReadmeTest {
    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }

    @Test
    void theSettingsTableListsEverySettingWithItsDefault() throws IOException {
        List<String> expected =
                Arrays.stream(Setting.values())
                        .map(
                                s ->
                                        String.format(
                                                "| `%s` | `%s` | %s |",
                                                s.key(), s.fallback(), s.description()))
                        .toList();
        List<String> rows =
                readme().lines().filter(line -> line.startsWith("| `exitbench.")).toList();
        assertThat(rows).isEqualTo(expected);
    }

    @Test
    void theExampleStrategyIsTheFileInBaselines() throws IOException {
        String code = Files.readString(Path.of("baselines/strategies/Patience.java"));
        assertThat(readme()).contains("```java\n" + code + "```");
    }
}
