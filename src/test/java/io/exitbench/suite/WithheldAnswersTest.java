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
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.result.RunResult;
import io.exitbench.result.SampleResult;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyVariant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A suite on cases without answers, beside the archive that they were cut from. */
class WithheldAnswersTest {
    private static final StrategyFamily FULL =
            context ->
                    Stream.of(
                            StrategyVariant.of(
                                    "full-depth", "", () -> seen -> ExitDecision.CONTINUE));
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

    private SuiteOutcome run(Path data) {
        SuiteSpecification specification =
                new SuiteSpecification(
                        "py150",
                        Language.PYTHON,
                        new DataChoice(data.toString(), Optional.empty(), Protocol.LINE),
                        "tiny-opt-code",
                        List.of(6),
                        List.of(KvPolicy.DEFER),
                        9,
                        24,
                        6,
                        1,
                        Prefill.FULL,
                        Pattern.compile(".*"),
                        7,
                        "cpu",
                        "float32",
                        1,
                        10,
                        folder.resolve("out"),
                        folder.resolve("cache"),
                        Optional.empty(),
                        MeasurementOptions.SMOKE);
        return new SuiteRunner(specification, List.of(FULL, STATIC)).run();
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
        SuiteOutcome recovered = run(withheld);
        SuiteOutcome given = run(data("given", cases.answered()));

        List<SampleResult> samples = recovered.samples().values().iterator().next();
        assertThat(samples).hasSize(4).allSatisfy(s -> assertThat(s.reference()).isNotEmpty());
        assertThat(recovered.samples().values().stream().flatMap(List::stream))
                .extracting(SampleResult::reference, SampleResult::completion, SampleResult::scores)
                .containsExactlyElementsOf(
                        given.samples().values().stream()
                                .flatMap(List::stream)
                                .map(s -> tuple(s.reference(), s.completion(), s.scores()))
                                .toList());
        assertThat(recovered.runs())
                .extracting(RunResult::quality)
                .isEqualTo(given.runs().stream().map(RunResult::quality).toList());
        assertThat(recovered.notices().get(1))
                .startsWith("Answers of 5 cases: 0 given, 4 recovered")
                .endsWith("left out: 0 ambiguous, 1 not found.");
        assertThat(recovered.provenance().get("answers").toString())
                .contains("given=0", "ambiguous=0", "not_found=1");
    }

    @Test
    void casesWithoutAnswersOrFilesAreRefused() throws IOException {
        Path data = data("alone", "{\"id\": 0, \"input\": \"<s> a\", \"gt\": \"\"}\n");
        assertThatThrownBy(() -> run(data))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("has no answers: \"gt\" is empty in all 1 cases");
        assertThat(folder.resolve("out")).doesNotExist();
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
