package io.exitbench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Protocol;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.result.RunResult;
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

/** From given cases to scores, with a model that knows the answers and cuts the end of a line. */
class GivenCasesTest {
    private static final int CONTEXT = 8;

    @TempDir Path folder;

    @Test
    void aModelThatCutsTheEndOfALineScoresFully() throws IOException {
        ScriptedModel scripted = new ScriptedModel(Files.createDirectory(folder.resolve("model")));
        try (CodeTokenizer tokenizer = scripted.tokenizer()) {
            int[] script = tokenizer.encode(" = 1 <EOL> AAA BBB");
            assertThat(script).hasSizeGreaterThan(12);
            scripted.writing(CONTEXT, script);
        }
        Path cases = folder.resolve("test.json");
        Files.writeString(
                cases,
                """
                {"id": 1, "input": "<s> import os <EOL> x", "gt": "= 1"}
                {"id": 2, "input": "<s> import sys <EOL> name ", "gt": "= 1"}
                {"id": 3, "input": "<s> pass <EOL> text\\\\n", "gt": "= 1"}
                """);
        StrategyFamily full =
                context ->
                        Stream.of(
                                StrategyVariant.of(
                                        "full-depth", "", () -> seen -> ExitDecision.CONTINUE));
        SuiteSpecification specification =
                new SuiteSpecification(
                        "py150",
                        Language.PYTHON,
                        new DataChoice(cases.toString(), Optional.empty(), Protocol.LINE),
                        folder.resolve("model").toString(),
                        List.of(1),
                        List.of(KvPolicy.PROPAGATE),
                        3,
                        CONTEXT,
                        40,
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
        SuiteOutcome outcome = new SuiteRunner(specification, List.of(full)).run();
        RunResult run = outcome.runs().get(0);
        assertThat(run.quality().exactMatch()).hasValue(100);
        assertThat(outcome.samples().get(run.identity().runId()))
                .hasSize(3)
                .allSatisfy(
                        sample -> {
                            assertThat(sample.completion()).isEqualTo("= 1");
                            assertThat(sample.tokens()).hasSize(" = 1 <EOL>".length() - 2);
                        });
    }
}
