package io.exitbench.suite.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.decode.TokenDecoder;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.result.record.PromptRecord;
import io.exitbench.result.record.RunIdentity;
import io.exitbench.result.record.RunRecord;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.FullDepthTrace;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whose fault it is. */
class SampleRunnerTest {
    private static final String NAME = "opt-preln";
    private static final Path MODEL =
            Path.of("src/test/resources/goldens/architectures").resolve(NAME);
    private static final WorkSample SAMPLE =
            new WorkSample(
                    new PromptRecord("file:1", "file", new int[] {5, 6, 7, 8}, "", "x"),
                    new FullDepthTrace(new int[] {2}, new int[3][1], new int[3]),
                    0.1);

    private static void complete(ExitStrategy strategy, Consumer<DecoderModel> before) {
        RunIdentity identity =
                new RunIdentity("s", "d", "", "m", "", 4, "test", "", "defer", 1, "");
        try (DecoderModel model = Checkpoint.open(NAME, MODEL).load(DecoderOptions.cpu())) {
            LiveRun run =
                    new LiveRun(
                            new RunRecord(
                                    identity.runId(),
                                    identity,
                                    StrategyRole.CANDIDATE,
                                    false,
                                    Optional.empty()),
                            StrategyVariant.of("test", "", () -> strategy),
                            model,
                            KvPolicy.DEFER,
                            Prefill.FULL);
            SampleRunner runner =
                    new SampleRunner(
                            model,
                            new ExitLayers(List.of(2), model.config().layers()),
                            new CompletionLimit(3, token -> false));
            try (TokenDecoder decoder = runner.decoder(run)) {
                before.accept(model);
                runner.complete(decoder, run, strategy, SAMPLE);
            }
        }
    }

    private static void leave(DecoderModel model) {
        assertThat(model.config().layers()).isEqualTo(4);
    }

    @Test
    void aModelThatFailsIsNoStrategysFault() {
        assertThatThrownBy(() -> complete(seen -> ExitDecision.CONTINUE, DecoderModel::close))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("The model failed on sample file:1 (")
                .hasMessageContainingAll("no strategy's doing", "exitbench.device");
    }

    @Test
    void aStrategyThatThrowsOrAnswersNothingIsAtFault() {
        assertThatThrownBy(
                        () ->
                                complete(
                                        seen -> {
                                            throw new IllegalStateException("out of ideas");
                                        },
                                        SampleRunnerTest::leave))
                .isInstanceOf(StrategyFailure.class)
                .hasMessage(
                        "The strategy test [defer] failed (sample file:1): IllegalStateException:"
                                + " out of ideas.");
        assertThatThrownBy(() -> complete(seen -> null, SampleRunnerTest::leave))
                .isInstanceOf(StrategyFailure.class)
                .hasMessageContaining("decide answered null");
    }
}
