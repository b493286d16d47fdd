package io.exitbench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.agent.AgentRequest;
import io.exitbench.agent.Feature;
import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.Protocol;
import io.exitbench.decode.KvPolicy;
import io.exitbench.finetune.ExitWeighting;
import io.exitbench.finetune.FineTuneSettings;
import io.exitbench.finetune.LearningRateSchedule;
import io.exitbench.finetune.TuningMode;
import io.exitbench.model.GoldenArchitectures;
import io.exitbench.model.PrintableTokenizer;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.cost.Tier;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.RunRecord;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import io.exitbench.suite.measure.FaultyStrategies;
import io.exitbench.suite.prepare.FineTuneChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder with a checkpoint of each architecture, from fine-tuning to results. */
class ArchitecturePipelineTest {
    private static final int SAMPLES = 5;
    private static final int FILES = 60;

    @TempDir static Path data;
    @TempDir Path folder;

    @BeforeAll
    static void writeFiles() throws IOException {
        for (int i = 0; i < FILES; i++) {
            String code =
                    "import mod%1$d\n\ndef run%1$d(a%1$d):\n    b%1$d = mod%1$d.call(a%1$d, %1$d)\n"
                            + "    if b%1$d:\n        return 'yes'\n    return [a%1$d, b%1$d]\n";
            Files.writeString(data.resolve("file" + i + ".py"), code.formatted(i));
        }
    }

    private static DataChoice data(Protocol protocol) {
        return new DataChoice(data.toString(), Optional.empty(), protocol);
    }

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
        Path checkpoint = checkpoint(name, PrintableTokenizer.MARKS);
        AgentRequest agent =
                new AgentRequest(
                        "label",
                        List.of(0.0),
                        List.of(0.0),
                        1,
                        "smoke",
                        true,
                        EnumSet.allOf(Feature.class),
                        false,
                        4,
                        Optional.empty(),
                        Optional.empty());
        SuiteSpecification specification =
                SmallSuite.specification(folder.resolve("out"), folder.resolve("cache"))
                        .data(data(Protocol.LINE))
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
        // Full depth, the same before tuning, the same under the other policy, and the agent.
        assertThat(runs)
                .extracting(run -> run.identity().strategy())
                .containsExactly("full-depth", "full-depth", "full-depth", "rl-agent");
        for (RunRecord run : runs) {
            assertThat(records.samples(run.runId())).hasSize(SAMPLES);
        }
        assertThat(runs.get(0).identity().model()).startsWith(name + "-tuned-");
        assertThat(records.sound()).isEqualTo(runs);
        for (JournalEntry.Sample before : records.samples(runs.get(1).runId())) {
            JournalEntry.Untuned untuned = records.untuned(before.sampleId()).orElseThrow();
            assertThat(untuned.tokens()).containsExactly(before.tokens());
            assertThat(untuned.argmax()).hasDimensions(before.tokens().length, 2);
        }
    }

    /** RAW_LINE in a process of its own, which must be told what the data show. */
    @ParameterizedTest
    @EnumSource(names = {"RAW_LINE", "FILL_IN_MIDDLE"})
    void aModelThatNeverSawTokenLinesReadsSourceText(Protocol protocol) throws IOException {
        Path checkpoint =
                checkpoint(
                        "qwen2-gqa-tied",
                        List.of("<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>"));
        SuiteSpecification specification =
                SmallSuite.specification(folder.resolve("out"), folder.resolve("cache"))
                        .data(data(protocol))
                        .model(checkpoint.toString(), List.of(1, 2))
                        .samples(SAMPLES, 60)
                        .measurement(Tier.SMOKE, 0.05, 1)
                        .fineTuning(tuning())
                        .worker(30, protocol == Protocol.FILL_IN_MIDDLE)
                        .build();
        SuiteRecords records =
                ResultFolder.read(
                        new SuiteRunner(specification, List.of(new FaultyStrategies.Full())).run());
        RunRecord run = records.plan().reference();
        assertThat(run.identity().protocol()).startsWith(protocol.id() + "|");
        assertThat(records.samples(run.runId())).hasSize(SAMPLES);
        assertThat(records.plan().notices())
                .anySatisfy(notice -> assertThat(notice).contains(" as source text"));
        assertThat(records.prompts())
                .allSatisfy(prompt -> assertThat(prompt.text()).doesNotContain("<EOL>", "_LIT"));
    }

    private Path checkpoint(String name, List<String> marks) throws IOException {
        Path checkpoint = Files.createDirectory(folder.resolve(name));
        for (String file : List.of("config.json", "generation_config.json", "model.safetensors")) {
            Files.copy(GoldenArchitectures.folder(name).resolve(file), checkpoint.resolve(file));
        }
        PrintableTokenizer.write(checkpoint, marks);
        return checkpoint;
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
