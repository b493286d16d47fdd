package io.exitbench.dataset.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
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

    private LineCases read(String... lines) throws IOException {
        return LineCases.read(
                Files.writeString(folder.resolve("test.json"), String.join("\n", lines)));
    }

    private static String json(String input, String answer) {
        return "{\"id\": 3, \"input\": \"" + input + "\", \"gt\": \"" + answer + "\"}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ", "\\n", "\\r\\n", "\\t", "\u00a0", "\u2003", "\u3000", "\\u0085", "\\u001c"
            })
    void whiteSpaceAroundATextIsNoPartOfIt(String space) throws IOException {
        LineCase found =
                read(json(space + "<s> a =" + space, space + "b  c" + space)).cases().get(0);
        assertThat(found.input()).isEqualTo("<s> a =");
        assertThat(found.answer()).isEqualTo("b  c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\\n", "\u00a0"})
    void nothingIsAWithheldAnswerAndNoInput(String nothing) throws IOException {
        assertThat(read(json("<s> a", nothing)).withheld()).hasSize(1);
        assertThatThrownBy(() -> read("", json(nothing, "b")))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("Line 2 of ")
                .hasMessageContaining("(id 3) has an empty \"input\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"= b <EOL>", "= b <EOL> ", "= b<EOL>\\n"})
    void theMarkThatEndsALineIsNoPartOfItsRest(String answer) throws IOException {
        assertThat(read(json("<s> a", answer)).cases().get(0).answer()).isEqualTo("= b");
        assertThat(read(json("<s> a", "= <EOL> b")).cases().get(0).answer()).isEqualTo("= <EOL> b");
        assertThat(read(json("<s> a", "<EOL>")).withheld()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"b\\nc", "b\\rc", "b \\r\\n c"})
    void anAnswerOfTwoLinesIsRefusedByItsLine(String answer) {
        assertThatThrownBy(() -> read("", json("<s> a", answer)))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContainingAll("Line 2 of ", "(id 3) has a line break inside its \"gt\"");
    }

    @Test
    void nullIsAWithheldAnswer() throws IOException {
        assertThat(read("{\"id\": 3, \"input\": \"<s> a\", \"gt\": null}").withheld()).hasSize(1);
        assertThat(FileHead.of(folder.resolve("test.json")).isCases()).isTrue();
    }

    @Test
    void halfASurrogatePairIsReadAsTheReplacementCharacter() throws IOException {
        LineCase found = read(json("<s> \\ud83d\\ude00 \\ud83d x", "# \\ud83d")).cases().get(0);
        assertThat(found.input()).isEqualTo("<s> \ud83d\ude00 \ufffd x");
        assertThat(found.answer()).isEqualTo("# \ufffd");
        assertThat(read(json("<s> a", "\\ude00 b")).cases().get(0).answer()).isEqualTo("\ufffd b");
    }
}
