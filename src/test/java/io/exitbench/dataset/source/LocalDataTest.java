package io.exitbench.dataset.source;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.CompletionSample;
import io.exitbench.dataset.Language;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalDataTest {
    private static final String CASE = "{\"input\": \"<s> a =\", \"gt\": \"b\"}";

    @TempDir Path folder;

    private Path write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    @Test
    void casesAreNamedByIdOrByLine() throws IOException {
        Path file = write("test.json", CASE + "\n\n" + CASE.replace("{", "{\"id\": 7, ") + "\n");
        LocalData data = LocalData.open(file, Language.PYTHON);
        assertThat(data.files()).isEmpty();
        assertThat(LineCases.read(data.cases().orElseThrow()).cases())
                .extracting(LineCase::sample)
                .containsExactly(
                        new CompletionSample("0", "0", "<s> a =", "b"),
                        new CompletionSample("7", "7", "<s> a =", "b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"input\": \"x\"}",
                "{\"input\": \"x\", \"gt\": [1]}",
                "{\"input\": \"x\", \"gt\": \"y\"",
                "[]",
                "no json"
            })
    void aLineThatIsNoCaseIsNamed(String line) throws IOException {
        Path file = write("test.json", CASE + "\n" + line + "\n");
        assertThatThrownBy(() -> LineCases.read(file))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageStartingWith("Line 2 of " + file + " is no case");
    }

    @Test
    void aFolderIsSearchedForCasesFilesAndLiterals() throws IOException {
        write("line_completion/test.json", CASE);
        write("literals.json", "{\"str\": [], \"num\": []}");
        write("src/a.py", "a = 1\n");
        write("src/a.java", "class A {}\n");
        LocalData data = LocalData.open(folder, Language.PYTHON);
        assertThat(data.cases()).hasValue(folder.resolve("line_completion/test.json"));
        assertThat(data.literals()).hasValue(folder.resolve("literals.json"));
        List<String> paths = new ArrayList<>();
        data.files().orElseThrow().read(file -> paths.add(file.path()), units -> {});
        assertThat(paths).containsExactly("src/a.py");
    }

    @Test
    void marksOfAnyByteOrderAreNoPartOfCasesAndTokenLines() throws IOException {
        String line = "<s> a = 'é' <EOL> b </s>";
        for (Charset charset : List.of(UTF_8, UTF_16LE, UTF_16BE)) {
            Path cases = folder.resolve("cases-" + charset);
            Files.writeString(cases, "\uFEFF" + CASE.replace("b", "é") + "\n" + CASE, charset);
            LocalData data = LocalData.open(cases, Language.PYTHON);
            assertThat(LineCases.read(data.cases().orElseThrow()).cases())
                    .extracting(LineCase::answer)
                    .containsExactly("é", "b");
            Path nested = Files.createDirectories(folder.resolve(charset + "/line_completion"));
            Files.copy(cases, nested.resolve("test.json"));
            assertThat(LocalData.open(nested.getParent(), Language.PYTHON).cases()).isPresent();

            Path lines = folder.resolve("lines-" + charset + ".txt");
            Files.writeString(lines, "\uFEFF" + line + "\n" + line + "\n", charset);
            List<String> read = new ArrayList<>();
            LocalData.open(lines, Language.PYTHON)
                    .files()
                    .orElseThrow()
                    .read(file -> read.add(new String(file.content(), UTF_8)), units -> {});
            assertThat(read).containsExactly(line, line);
        }
    }

    @Test
    void utf16ThatIsNoneEndsInASentence() throws IOException {
        Path file = folder.resolve("odd.json");
        Files.write(file, ("\uFEFF" + CASE + "\uD83D\n").getBytes(UTF_16LE));
        byte[] whole = Files.readAllBytes(file);
        whole[whole.length - 3] = (byte) 0xd8;
        Files.write(file, whole);
        assertThatThrownBy(() -> LineCases.read(file))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("it is not the UTF-16LE that its first bytes promise");
    }

    @Test
    void writtenJavaLinesAreToldFromNormalisedOnes() throws IOException {
        Path written = write("java_test_pre", "<s> int a = 1 ; </s>\n");
        Path normalised = write("test.txt", "<s> int a = <NUM_LIT:1> ; </s>\n");
        assertThat(LocalData.open(written, Language.JAVA).files().orElseThrow().form())
                .isEqualTo(SourceFiles.Form.WRITTEN_TOKENS);
        assertThat(LocalData.open(normalised, Language.JAVA).files().orElseThrow().form())
                .isEqualTo(SourceFiles.Form.TOKENS);
    }

    @Test
    void whatIsNoDataIsRefused() throws IOException {
        assertRefused(folder.resolve("absent"), "is not there");
        assertRefused(write("literals.json", "{\"str\": []}"), "has no cases");
        assertRefused(write("a.txt", "hello"), "is none of the forms that are known");
        assertRefused(Files.createDirectory(folder.resolve("empty")), "holds no data for py150");
        assertRefused(write("a.zip", "PK\3\4 and so on"), "is packed with zip and has to be");
        assertRefused(write("a.json", "{\0\"\0i\0"), "is no text in UTF-8");
    }

    private static void assertRefused(Path path, String why) {
        assertThatThrownBy(() -> LocalData.open(path, Language.PYTHON))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageStartingWith("The data " + path + " " + why);
    }
}
