package io.exitbench.dataset.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.CodeFile;
import io.exitbench.dataset.Corpus;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.source.LocalData;
import io.exitbench.dataset.tokenize.Literals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectCorpusTest {
    private static final String LONG =
            IntStream.range(0, 60)
                    .mapToObj(i -> "v" + i + " = call(w" + i + ")\n")
                    .collect(Collectors.joining());

    @TempDir Path folder;

    private void file(String path, String content) throws IOException {
        Path file = folder.resolve("sources").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private void write(ProjectSplit split, long mostTokens) {
        write(split, 0, mostTokens);
    }

    private void write(ProjectSplit split, long skippedTokens, long mostTokens) {
        Corpus apart =
                Corpus.tokenize(
                        "apart",
                        Language.PYTHON,
                        List.of(
                                new CodeFile(
                                        "known.py",
                                        "known = 1 + known\n".getBytes(StandardCharsets.UTF_8))),
                        Literals.NONE);
        new ProjectCorpus(split, Literals.NONE, skippedTokens, mostTokens, 2)
                .write(
                        LocalData.open(folder.resolve("sources"), Language.PYTHON)
                                .files()
                                .orElseThrow(),
                        apart,
                        folder.resolve("out"));
    }

    private List<String> lines(String name) throws IOException {
        return Files.readAllLines(folder.resolve("out").resolve(name));
    }

    @Test
    void projectsAreHeldOutWholeAndWhatResemblesThemIsLeftOut() throws IOException {
        file("one/a.py", LONG);
        file("one/again.py", LONG);
        file("one/known.py", "known = 1 + known\n");
        file("two/near.py", LONG + "x = 1\n");
        file("two/own.py", "class Two(object):\n    pass\n");
        file("three/own.py", "import three\n");
        write(new ProjectSplit(Set.of("three"), Set.of("one")), 1000);
        assertThat(lines("test.txt")).singleElement().asString().startsWith("<s> v0 = call");
        assertThat(lines("dev.txt")).containsExactly("<s> import three </s>");
        assertThat(lines("train.txt")).singleElement().asString().contains("class Two");
        assertThat(lines("projects.csv"))
                .containsExactly(
                        "project,split,files,tokens",
                        "one,evaluation,1,419",
                        "three,calibration,1,2",
                        "two,train,1,8");
    }

    @Test
    void aLargeProjectGivesNoMoreThanItsPart() throws IOException {
        for (int i = 0; i < 20; i++) {
            file("big/f" + i + ".py", "name" + i + " = other" + i + "\n");
        }
        write(new ProjectSplit(Set.of(), Set.of()), 9);
        assertThat(lines("train.txt")).hasSize(3);
    }

    @Test
    void aSecondCorpusBeginsWhereTheFirstEndedAndHoldsTheSameProjectsOut() throws IOException {
        for (int i = 0; i < 20; i++) {
            file("big/f" + i + ".py", "name" + i + " = other" + i + "\n");
            file("held/f" + i + ".py", "held" + i + " = away" + i + "\n");
        }
        ProjectSplit split = new ProjectSplit(Set.of(), Set.of("held"));
        write(split, 9);
        List<String> first = lines("train.txt");
        List<String> held = lines("test.txt");
        write(split, 9, 1000);
        assertThat(first).hasSize(3);
        assertThat(lines("train.txt")).hasSize(17).doesNotContainAnyElementsOf(first);
        write(split, 9, 9);
        assertThat(lines("test.txt")).isEqualTo(held).isNotEmpty();
    }

    @Test
    void aHeldOutProjectThatIsMissingIsNamed() throws IOException {
        file("one/a.py", LONG);
        assertThatThrownBy(() -> write(new ProjectSplit(Set.of("none"), Set.of()), 9))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("[none]");
        assertThatThrownBy(() -> new ProjectSplit(Set.of("one"), Set.of("one")))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("[one]");
    }
}
