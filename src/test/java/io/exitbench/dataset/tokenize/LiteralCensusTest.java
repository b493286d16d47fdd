package io.exitbench.dataset.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiteralCensusTest {
    @TempDir Path folder;

    private static Literals mostFrequent(Language language, String... sources)
            throws MalformedSourceException {
        LiteralCensus census = new LiteralCensus();
        for (String source : sources) {
            census.add(CodeTokens.literals(language, source));
        }
        return census.mostFrequent();
    }

    @Test
    void keeps200StringsAnd30NumbersByFrequencyThenAlphabet() throws MalformedSourceException {
        StringBuilder source = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            source.append(String.format("f('s%03d', %d)%n", i, i));
        }
        Literals literals =
                mostFrequent(Language.PYTHON, source.toString(), "x = 'z', 299, 's299'");
        assertThat(literals.strings()).hasSize(200).contains("s299", "s000", "s198");
        assertThat(literals.strings()).doesNotContain("s199", "z");
        assertThat(literals.numbers()).hasSize(30).contains("299", "0").doesNotContain("99");
    }

    @Test
    void countsBodiesInCodeXgluesForm() throws MalformedSourceException {
        Literals literals =
                mostFrequent(
                        Language.JAVA,
                        "class A { String a = \"b, c\"; char d = 'e'; String f = \"\"; int g = 7; }");
        assertThat(literals.strings()).containsExactly("bU+002CU+0020c");
        assertThat(literals.characters()).containsExactly("e");
        assertThat(literals.numbers()).containsExactly("7");
    }

    @Test
    void countingAndReplacingAgree() throws MalformedSourceException {
        String source = "a = 'x', u'x', 3\nb = 'only once'\n";
        Literals literals = mostFrequent(Language.PYTHON, source);
        assertThat(CodeTokens.of(Language.PYTHON, source, literals))
                .contains("'<STR_LIT:x>'", "u'<STR_LIT:x>'", "<NUM_LIT:3>")
                .contains("'<STR_LIT:onlyU+0020once>'");
    }

    @Test
    void aFileThatIsNoListIsRefused() throws IOException {
        Path file = folder.resolve("literals.json");
        for (String content : new String[] {"", "{}", "[1]", "{\"str\": [null], \"num\": []}"}) {
            Files.writeString(file, content);
            assertThatThrownBy(() -> Literals.read(file))
                    .isInstanceOf(ExitBenchException.class)
                    .hasMessageContaining("is no literals.json");
        }
        Files.writeString(file, "{\"str\": [\"a\"], \"num\": [\"1\"]}");
        assertThat(Literals.read(file).strings()).containsExactly("a");
    }
}
