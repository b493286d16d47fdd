package io.exitbench.dataset.source;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no case of line completion is refused by its line. */
class LineCasesTest {
    private static final String CASE = "{\"id\": 1, \"input\": \"<s> a =\", \"gt\": \"b\"}\n";

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\": {}, \"input\": \"a\", \"gt\": \"b\"}",
                "{\"id\": 1, \"input\": \"a\", \"gt\": \"b\"}",
                "{\"input\": [\"a\"], \"gt\": \"b\"}",
                "{\"input\": \"a\"}",
                "[1]",
                "{\"input\""
            })
    void aMalformedLineIsNamed(String line) throws IOException {
        Path file = Files.writeString(folder.resolve("test.json"), CASE + line + "\n");
        assertThatThrownBy(() -> LineCases.read(file))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("Line 2 of " + file + " is no case of line completion");
    }
}
