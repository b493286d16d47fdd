package io.exitbench.suite.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import io.exitbench.ExitBenchException;
import io.exitbench.dataset.CodeDataset;
import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.DatasetLocator;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Protocol;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.finetune.ExitWeighting;
import io.exitbench.finetune.FineTuneSettings;
import io.exitbench.finetune.LearningRateSchedule;
import io.exitbench.finetune.TuningMode;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.LoadableModel;
import io.exitbench.model.ModelLocator;
import io.exitbench.suite.SuiteSpecification;
import io.exitbench.suite.prepare.FineTuneChoice.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuningTest {
    private static final String SHIPPED = "tiny-opt-code-multi-exit";

    @TempDir Path folder;

    private boolean dataAtHand = true;

    private SuiteSpecification specification(
            String model, Source source, List<Integer> exits, Protocol protocol) {
        FineTuneSettings settings =
                new FineTuneSettings(
                        TuningMode.FROZEN,
                        exits,
                        new ExitWeighting.Uniform(),
                        0,
                        1,
                        true,
                        8,
                        1,
                        1,
                        1,
                        16,
                        1e-3,
                        0,
                        LearningRateSchedule.CONSTANT,
                        0,
                        1,
                        7);
        return SuiteSpecification.builder("py150", Language.PYTHON)
                .model(model, exits)
                .data(new DataChoice(DataChoice.EMBEDDED, Optional.empty(), protocol))
                .samples(1, 32)
                .newTokens(8)
                .fineTuning(new FineTuneChoice(source, Optional.of(SHIPPED), settings))
                .device("cpu", "float32", 1)
                .places(folder.resolve("out"), folder.resolve("cache"), false)
                .build();
    }

    private TunedModel tune(String model, Source source, List<Integer> exits) {
        SuiteSpecification specification = specification(model, source, exits, Protocol.LINE);
        LoadableModel base = new ModelLocator(folder.resolve("cache")).find(model);
        DecoderOptions options = new DecoderOptions(Device.cpu(), DataType.FLOAT32, 64, 1);
        try (CodeTokenizer tokenizer = base.tokenizer()) {
            CodeDataset data = dataAtHand ? embedded(tokenizer) : elsewhere();
            return new Tuning(specification, options).tune(base, data, tokenizer);
        }
    }

    @Test
    void nothingIsTrainedForWhatTheTokenizerCannotWrite() {
        SuiteSpecification specification =
                specification("tiny-opt-code", Source.TRAIN, List.of(4), Protocol.FILL_IN_MIDDLE);
        assertThatThrownBy(() -> new Prepare(specification).run())
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("exitbench.protocol=raw-line");
        assertThat(folder.resolve("cache").resolve("finetuned")).doesNotExist();
    }

    private CodeDataset embedded(CodeTokenizer tokenizer) {
        return new DatasetLocator(folder.resolve("cache"))
                .find(
                        Language.PYTHON,
                        DataChoice.embedded(),
                        Literals.fromVocabulary(tokenizer.tokens()));
    }

    /** Data that would have to be fetched. */
    private static CodeDataset elsewhere() {
        return new CodeDataset(
                "py150",
                CodeDataset.Origin.OFFICIAL,
                Optional.empty(),
                () -> fail("Nothing needs the files."));
    }

    @Test
    void theShippedCheckpointServesTheBaseItWasMadeFrom() {
        TunedModel tuned = tune("tiny-opt-code", Source.SHIPPED, List.of(2, 3, 4));
        assertThat(tuned.checkpoint().name()).isEqualTo(SHIPPED);
        assertThat(tuned.manifest()).isPresent();
        assertThat(tuned.notices())
                .anySatisfy(notice -> assertThat(notice).contains(SHIPPED, "jython-lib"))
                .anySatisfy(notice -> assertThat(notice).endsWith("not at [3]."));
    }

    @Test
    void anotherModelIsMeasuredAsItIsWithoutItsDataAndTheReportSaysSo() {
        dataAtHand = false;
        TunedModel tuned = tune("tiny-llama-code", Source.SHIPPED, List.of(2));
        assertThat(tuned.checkpoint().name()).isEqualTo("tiny-llama-code");
        assertThat(tuned.manifest()).isEmpty();
        assertThat(tuned.notices())
                .singleElement()
                .asString()
                .contains("not tuned", "exitbench.finetune=train");
    }

    @Test
    void whatWasTrainedOnceIsFoundAgain() {
        TunedModel trained = tune("tiny-llama-code", Source.TRAIN, List.of(2));
        assertThat(trained.checkpoint().name()).startsWith("tiny-llama-code-tuned-");
        assertThat(trained.manifest().orElseThrow().exits()).containsExactly(2);
        TunedModel found = tune("tiny-llama-code", Source.SHIPPED, List.of(2));
        assertThat(found.checkpoint()).isEqualTo(trained.checkpoint());
    }

    @Test
    void noneLeavesTheModelAlone() {
        TunedModel tuned = tune("tiny-opt-code", Source.NONE, List.of(2));
        assertThat(tuned.checkpoint().name()).isEqualTo("tiny-opt-code");
        assertThat(tuned.manifest()).isEmpty();
    }
}
