package io.exitbench.dataset.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data are what is in a file, not what it is called. */
class DataFolderTest {
    private static final String CASE = "{\"input\": \"<s> a =\", \"gt\": \"b\"}\n";
    private static final String LINE = "<s> a = b </s>\n";

    @TempDir Path folder;

    @BeforeEach
    void sources() throws IOException {
        write("app/a.py", "a = 1\n");
        write("app/b.py", "b = 1\n");
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private LocalData open() {
        return LocalData.open(folder, Language.PYTHON);
    }

    private static List<String> paths(LocalData data) {
        List<String> paths = new ArrayList<>();
        data.files().orElseThrow().read(file -> paths.add(file.path()), units -> {});
        return paths;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "test.txt                  | pytest >= 8",
                "dev.txt                   | -r test.txt",
                "train.txt                 | <status>",
                "token_completion/test.txt | 12:40 train to <s>",
                "java_test_pre             | notes",
                "test.json                 | {\"input\": [1, 2], \"expected\": 3}",
                "test.json                 | {\"input\": [1, 2], \"gt\": 3}",
                "test.json                 | {\"input\": \"x\", \"output\": \"y\"}",
                "test.json                 | [{\"input\": \"x\", \"gt\": \"y\"}]",
                "test.jsonl                | {\"inputs\": \"input\"}",
                "line_completion/test.json | {\"lines\": 3}",
                "literals.json             | {\"one\": 1, \"num\": 3}",
                "py150_files.tar.gz        | version https://git-lfs.github.com/spec/v1"
            })
    void aFileWithTheNameOfDataAndOtherContentIsToldAndLeftOut(String name, String content)
            throws IOException {
        write(name, content);
        LocalData data = open();
        assertThat(paths(data)).containsExactly("app/a.py", "app/b.py");
        assertThat(data.cases()).isEmpty();
        assertThat(data.literals()).isEmpty();
        assertThat(data.unrelated()).containsExactly(folder.resolve(name));
    }

    @Test
    void aFixtureOnSeveralLinesIsNoCase() throws IOException {
        write("test.json", "{\n  \"input\": \"<s> a =\",\n  \"gt\": \"b\"\n}\n");
        assertThat(open().cases()).isEmpty();
    }

    @Test
    void dataBehindAnUnrelatedFileOfItsNameAreFound() throws IOException {
        write("test.txt", "pytest >= 8\n");
        write("token_completion/test.txt", LINE);
        write("line_completion/test.json", "{}");
        write("test.json", CASE);
        LocalData data = open();
        assertThat(data.cases()).hasValue(folder.resolve("test.json"));
        assertThat(paths(data)).containsExactly("evaluation:1");
        assertThat(data.unrelated())
                .containsExactly(
                        folder.resolve("line_completion/test.json"), folder.resolve("test.txt"));
    }

    @Test
    void damagedCasesAndLiteralsAreStillTakenForSuch() throws IOException {
        write("test.json", CASE.strip().substring(0, CASE.length() - 4));
        write("literals.json", "{\"str\": [\"a\", ");
        LocalData data = open();
        assertThat(data.cases()).isPresent();
        assertThat(data.literals()).isPresent();
    }

    @Test
    void casesWithoutAnswersAreCases() throws IOException {
        write("test.json", "{\"id\": 0, \"input\": \"<s> a =\"}\n");
        assertThat(open().cases()).isPresent();
    }

    @Test
    void whereNothingIsLeftTheSentenceNamesWhatWasLookedAt() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("test.txt"), "pytest\n");
        assertThatThrownBy(() -> LocalData.open(other, Language.PYTHON))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageStartingWith(
                        "The data "
                                + other
                                + " holds no data for py150 (test.txt of other content);");
    }
}
