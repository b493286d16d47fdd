package io.exitbench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.agent.AgentRequest;
import io.exitbench.decode.KvPolicy;
import io.exitbench.finetune.ExitWeighting;
import io.exitbench.finetune.FineTuneSettings;
import io.exitbench.finetune.LearningRateSchedule;
import io.exitbench.finetune.TuningMode;
import io.exitbench.model.GoldenArchitectures;
import io.exitbench.model.PrintableTokenizer;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.cost.Tier;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import io.exitbench.suite.prepare.FineTuneChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder with a checkpoint of each architecture, from fine-tuning to results. */
class ArchitecturePipelineTest {
    private static final int SAMPLES = 5;

    @TempDir Path folder;

    private static final StrategyFamily FULL =
            context ->
                    Stream.of(
                            StrategyVariant.of(
                                            "full-depth", "", () -> seen -> ExitDecision.CONTINUE)
                                    .as(StrategyRole.FULL_DEPTH));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "opt-350m-style",
                "llama-linear-rope",
                "qwen2-gqa-tied",
                "qwen3-qknorm",
                "starcoder2-window"
            })
    void aFolderIsTunedLearntFromAndMeasured(String name) throws IOException {
        Path checkpoint = Files.createDirectory(folder.resolve(name));
        for (String file : List.of("config.json", "generation_config.json", "model.safetensors")) {
            Files.copy(GoldenArchitectures.folder(name).resolve(file), checkpoint.resolve(file));
        }
        PrintableTokenizer.write(checkpoint, PrintableTokenizer.MARKS);
        AgentRequest agent =
                new AgentRequest("label", 0, List.of(0.0), 1, "smoke", true, 4, false, 4);
        SuiteSpecification specification =
                SmallSuite.specification(folder.resolve("out"), folder.resolve("cache"))
                        .model(checkpoint.toString(), List.of(1, 2))
                        .samples(SAMPLES, 40)
                        .fineTuning(tuning())
                        .agents(List.of(agent), Optional.empty())
                        .kvPolicies(List.of(KvPolicy.DEFER))
                        .measurement(Tier.SMOKE, 0.05, 1)
                        .worker(30, true)
                        .build();
        SuiteRecords records =
                ResultFolder.read(new SuiteRunner(specification, List.of(FULL)).run());
        List<RunRecord> runs = records.plan().runs();
        assertThat(runs)
                .extracting(run -> run.identity().strategy())
                .containsExactly("full-depth", "full-depth", "rl-agent");
        for (RunRecord run : runs) {
            assertThat(records.samples(run.runId())).hasSize(SAMPLES);
        }
        assertThat(runs.get(0).identity().model()).startsWith(name + "-tuned-");
        assertThat(records.sound()).isEqualTo(runs);
    }

    private static FineTuneChoice tuning() {
        FineTuneSettings settings =
                new FineTuneSettings(
                        TuningMode.DISTIL,
                        List.of(1, 2),
                        new ExitWeighting.Uniform(),
                        0,
                        0.5,
                        true,
                        8,
                        5,
                        2,
                        1,
                        32,
                        1e-3,
                        0,
                        LearningRateSchedule.CONSTANT,
                        0.01,
                        1,
                        7);
        return new FineTuneChoice(FineTuneChoice.Source.TRAIN, Optional.empty(), settings);
    }
}
