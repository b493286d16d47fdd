package io.exitbench.dataset.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.TokenFiles;
import io.exitbench.dataset.preprocess.Preprocessor;
import io.exitbench.dataset.source.LineCase;
import io.exitbench.dataset.source.LineCases;
import io.exitbench.dataset.source.LocalData;
import io.exitbench.dataset.tokenize.Literals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerRecoveryTest {
    @TempDir Path folder;

    private TokenFiles files(Language language, String name, String... lines) throws IOException {
        Path file = Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
        return new Preprocessor(folder.resolve("datasets"), 1)
                .run(
                        "test",
                        language,
                        LocalData.open(file, language).files().orElseThrow(),
                        Optional.of(Literals.NONE));
    }

    private LineCases cases(String... idsAndInputs) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < idsAndInputs.length; i += 2) {
            text.append("{\"id\": ")
                    .append(idsAndInputs[i])
                    .append(", \"input\": \"")
                    .append(idsAndInputs[i + 1])
                    .append("\", \"gt\": \"\"}\n");
        }
        return LineCases.read(Files.writeString(folder.resolve("cases.json"), text.toString()));
    }

    private AnsweredCases recover(TokenFiles files, LineCases cases) {
        return new AnswerRecovery(folder.resolve("answers")).recover(cases, files);
    }

    private static List<String> answers(AnsweredCases cases) {
        return cases.cases().stream().map(each -> each.id() + ": " + each.answer()).toList();
    }

    @Test
    void pythonLinesEndBeforeEolAndWithTheFile() throws IOException {
        TokenFiles files =
                files(
                        Language.PYTHON,
                        "test.txt",
                        "<s> import os <EOL> a = <NUM_LIT:1> </s>",
                        "<s> import re <EOL> b = <NUM_LIT:2> </s>");
        AnsweredCases found =
                recover(
                        files,
                        cases(
                                "0", "<s> import os <EOL>",
                                "1", "import  re <EOL> b",
                                "7", "<s> import os <EOL> a = <NUM_LIT:1>",
                                "8", "<s> import",
                                "9", "<s> import re"));
        assertThat(answers(found)).containsExactly("0: a = <NUM_LIT:1>", "1: = <NUM_LIT:2>");
        // Nothing is left of the lines of 7 and 9.
        assertThat(found.counts()).isEqualTo(new AnswerCounts(0, 0, 2, 1, 2));
    }

    @Test
    void javaLinesEndAtSemicolonsAndBraces() throws IOException {
        TokenFiles files =
                files(
                        Language.JAVA,
                        "java_test_pre",
                        "<s> class A { int a = 12345 ; String s = \"x\" ; } </s>",
                        "",
                        "<s> class B { void f ( ) { g ( ) ; } } </s>");
        AnsweredCases found =
                recover(
                        files,
                        cases(
                                "0", "<s> class A { int",
                                "1", "<s> class A {",
                                "2", "<s> class B {",
                                "3", "<s> class B { void f ( ) { g ( ) ; }",
                                "4", "<s> class B"));
        assertThat(answers(found))
                .containsExactly(
                        "0: a = <NUM_LIT> ;", "1: int a = <NUM_LIT> ;", "2: void f ( )", "3: }");
    }

    @Test
    void idsCountRejectedFilesAndDecideBetweenFilesThatFit() throws IOException {
        String[] lines =
                Stream.of("a", "", "b", "c", "d")
                        .map(n -> n.isEmpty() ? "" : "<s> import os <EOL> x = " + n + " </s>")
                        .toArray(String[]::new);
        TokenFiles files = files(Language.PYTHON, "test.txt", lines);
        assertThat(
                        answers(
                                recover(
                                        files,
                                        cases(
                                                "0",
                                                "<s> import os <EOL> x",
                                                "2",
                                                "<s> import os <EOL> x =",
                                                "4",
                                                "<s> import os <EOL>"))))
                .containsExactly("0: = a", "2: b", "4: x = d");
        assertThat(
                        answers(
                                recover(
                                        files,
                                        cases(
                                                "1",
                                                "<s> import os <EOL> x",
                                                "3",
                                                "<s> import os <EOL> x =",
                                                "5",
                                                "<s> import os <EOL>"))))
                .containsExactly("1: = a", "3: b", "5: x = d");
    }

    @Test
    void idsThatPointNowhereDecideNothing() throws IOException {
        TokenFiles files =
                files(
                        Language.PYTHON,
                        "test.txt",
                        "<s> import os <EOL> a = b </s>",
                        "<s> import os <EOL> a = c </s>",
                        "<s> import os <EOL> a = b </s>");
        AnsweredCases found =
                recover(
                        files,
                        cases(
                                "70", "<s> import os <EOL> a",
                                "71", "<s> import os <EOL>",
                                "72", "<s> import",
                                "0", "<s> import os <EOL> a ="));
        // One id that fits among four cases is chance.
        assertThat(answers(found)).containsExactly("72: os");
        assertThat(found.counts()).isEqualTo(new AnswerCounts(0, 0, 1, 3, 0));
    }

    @Test
    void whatWasFoundIsKept() throws IOException {
        TokenFiles files = files(Language.PYTHON, "test.txt", "<s> a = b </s>");
        LineCases cases = cases("0", "<s> a");
        AnsweredCases first = recover(files, cases);
        assertThat(recover(files, cases)).isEqualTo(first);
        try (Stream<Path> kept = Files.list(folder.resolve("answers"))) {
            Path only = kept.toList().get(0);
            assertThat(only.getFileName().toString()).startsWith("py150-");
            Files.writeString(only, "[{\"outcome\": \"BY_ID\", \"answer\": \"\"}]");
            assertThatThrownBy(() -> recover(files, cases))
                    .isInstanceOf(ExitBenchException.class)
                    .hasMessage(only + " is damaged; delete it.");
        }
    }

    @Test
    void theDigestDependsOnTheAnswers() throws IOException {
        LineCases cases = cases("0", "<s> a");
        AnsweredCases one = recover(files(Language.PYTHON, "test.txt", "<s> a = b </s>"), cases);
        AnsweredCases other = recover(files(Language.PYTHON, "test.txt", "<s> a = c </s>"), cases);
        assertThat(one.digest()).isNotEqualTo(other.digest()).isNotEqualTo(cases.digest());
        assertThat(other.cases()).extracting(LineCase::answer).containsExactly("= c");
    }

    @Test
    void withoutFilesOneOfFiveIsLeftOutAndAllAreRefused() throws IOException {
        Path file = folder.resolve("given.json");
        String one = "{\"id\": 42, \"input\": \"<s> a\", \"gt\": \" \"}\n";
        Files.writeString(file, one + "{\"id\": 43, \"input\": \"<s> a\", \"gt\": \"b\"}\n");
        AnsweredCases left = AnsweredCases.asGiven(LineCases.read(file));
        assertThat(answers(left)).containsExactly("43: b");
        assertThat(left.counts()).isEqualTo(new AnswerCounts(1, 0, 0, 0, 1));
        LineCases none = LineCases.read(Files.writeString(file, one));
        assertThatThrownBy(() -> AnsweredCases.asGiven(none))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining(file + " has no answers")
                .hasMessageContaining("Give a folder with exitbench.data");
    }
}
