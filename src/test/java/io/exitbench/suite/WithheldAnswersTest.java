package io.exitbench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.exitbench.ExitBenchException;
import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.DatasetLocator;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Protocol;
import io.exitbench.dataset.SyntheticPy150;
import io.exitbench.dataset.TokenFiles;
import io.exitbench.dataset.WithheldCases;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.result.FinishedRun;
import io.exitbench.result.score.SampleResult;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A suite on cases without answers, beside the archive that they were cut from. */
class WithheldAnswersTest {
    private static final StrategyFamily FULL =
            context ->
                    Stream.of(
                            StrategyVariant.of(
                                            "full-depth", "", () -> seen -> ExitDecision.CONTINUE)
                                    .as(StrategyRole.FULL_DEPTH));
    private static final StrategyFamily STATIC =
            context ->
                    Stream.of(
                            StrategyVariant.of(
                                    "static-exit",
                                    "layer=6",
                                    () ->
                                            seen ->
                                                    seen.layer() == 6
                                                            ? ExitDecision.EXIT
                                                            : ExitDecision.CONTINUE));

    @TempDir Path folder;

    private Path run(Path data) {
        SuiteSpecification specification =
                SmallSuite.specification(
                                folder.resolve("out").resolve(data.getParent().getFileName()),
                                folder.resolve("cache"))
                        .data(new DataChoice(data.toString(), Optional.empty(), Protocol.LINE))
                        .model("tiny-opt-code", List.of(6))
                        .samples(9, 24)
                        .worker(30, true)
                        .build();
        return new SuiteRunner(specification, List.of(FULL, STATIC)).run();
    }

    private static List<SampleResult> samples(FinishedRun run) {
        return run.plan().runs().stream()
                .flatMap(each -> run.samples(each.runId()).stream())
                .toList();
    }

    private Path data(String name, String cases) throws IOException {
        Path data = Files.createDirectories(folder.resolve(name + "/data/line_completion"));
        Files.writeString(data.resolve("test.json"), cases);
        return data.getParent();
    }

    @Test
    void scoresAreThoseOfTheSameCasesWithAnswers() throws IOException {
        SyntheticPy150 made = new SyntheticPy150(150);
        Path withheld = data("withheld", "");
        made.write(withheld.resolve("py150_files.tar.gz"));
        Files.writeString(withheld.resolve("literals.json"), "{\"str\": [], \"num\": [\"1\"]}");
        Path archive = withheld.resolve("py150_files.tar.gz");
        TokenFiles files =
                new DatasetLocator(folder.resolve("cache"))
                        .find(Language.PYTHON, DataChoice.files(archive.toString()), Literals.NONE)
                        .files();
        WithheldCases cases = new WithheldCases(files, made.evaluation()).cut(3, 0).cut(1, 1);
        data("withheld", cases.lost("<s> import os <EOL> never", 0).withheld());
        FinishedRun recovered = FinishedRun.read(run(withheld));
        FinishedRun given = FinishedRun.read(run(data("given", cases.answered())));

        assertThat(recovered.samples(recovered.plan().reference().runId()))
                .hasSize(4)
                .allSatisfy(s -> assertThat(s.reference()).isNotEmpty());
        assertThat(samples(recovered))
                .extracting(SampleResult::reference, SampleResult::completion, SampleResult::scores)
                .containsExactlyElementsOf(
                        samples(given).stream()
                                .map(s -> tuple(s.reference(), s.completion(), s.scores()))
                                .toList());
        for (String column : List.of("exact_match", "edit_similarity", "bleu", "agreement")) {
            assertThat(recovered.table("results.csv").records())
                    .extracting(row -> row.get(column))
                    .isEqualTo(
                            given.table("results.csv").records().stream()
                                    .map(row -> row.get(column))
                                    .toList());
        }
        assertThat(recovered.notices().get(1))
                .startsWith("Answers of 5 cases: 0 given, 4 recovered")
                .endsWith("left out: 0 ambiguous, 1 not found.");
        assertThat(recovered.plan().provenance().get("answers").toString())
                .contains("\"given\":0", "\"ambiguous\":0", "\"not_found\":1");
    }

    @Test
    void casesWithoutAnswersOrFilesAreRefused() throws IOException {
        Path data = data("alone", "{\"id\": 0, \"input\": \"<s> a\", \"gt\": \"\"}\n");
        assertThatThrownBy(() -> run(data))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("has no answers: \"gt\" is empty in all 1 cases");
        assertThat(folder.resolve("out/alone/plan.json")).doesNotExist();
    }

    @Test
    void aReferenceThatIsLongerThanItsLineIsRefusedBeforeTheRun() throws IOException {
        Path data =
                data("longer", "{\"id\": 5, \"input\": \"<s> a\", \"gt\": \"= 1 <EOL> b = 2\"}\n");
        assertThatThrownBy(() -> run(data))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("No completion reaches the reference of sample 5")
                .hasMessageContaining("becomes \"= 1\"");
    }
}
