package io.exitbench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Protocol;
import io.exitbench.decode.KvPolicy;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.result.FinishedRun;
import io.exitbench.result.cost.Tier;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import io.exitbench.suite.prepare.ScriptedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
                                                "full-depth",
                                                "",
                                                () -> seen -> ExitDecision.CONTINUE)
                                        .as(StrategyRole.FULL_DEPTH));
        SuiteSpecification specification =
                SuiteSpecification.builder("py150", Language.PYTHON)
                        .data(new DataChoice(cases.toString(), Optional.empty(), Protocol.LINE))
                        .model(folder.resolve("model").toString(), List.of(1))
                        .kvPolicies(List.of(KvPolicy.PROPAGATE))
                        .samples(3, CONTEXT)
                        .newTokens(40)
                        .device("cpu", "float32", 1)
                        .measurement(Tier.SMOKE, 1, 1)
                        .worker(30, true)
                        .places(folder.resolve("out"), folder.resolve("cache"), false)
                        .build();
        Path out = new SuiteRunner(specification, List.of(full)).run();
        FinishedRun run = FinishedRun.read(out);
        String id = run.plan().reference().runId();
        assertThat(run.samples(id))
                .hasSize(3)
                .allSatisfy(
                        sample -> {
                            assertThat(sample.completion()).isEqualTo("= 1");
                            assertThat(sample.tokens()).hasSize(" = 1 <EOL>".length() - 2);
                            assertThat(sample.scores()).containsEntry("exact_match", 100.0);
                        });
    }
}
