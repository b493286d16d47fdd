package io.exitbench.suite.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.energy.CpuTimeMeter;
import io.exitbench.energy.DeviceProbe;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.ModelLocator;
import io.exitbench.result.record.LatencyRecord;
import io.exitbench.result.record.PromptRecord;
import io.exitbench.result.record.RunIdentity;
import io.exitbench.result.record.RunRecord;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.FullDepthTrace;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunWindowTest {
    private static DecoderModel model;
    private static SampleRunner runner;

    private long now;
    private final EnergyMeter meter = new CpuTimeMeter(() -> 0, 10);

    @BeforeAll
    static void load(@TempDir Path cache) {
        DecoderOptions options = new DecoderOptions(Device.cpu(), DataType.FLOAT32, 32, 1);
        model = new ModelLocator(cache).find("tiny-opt-code").load(options);
        ExitLayers exits = new ExitLayers(List.of(4), model.config().layers());
        runner = new SampleRunner(model, exits, new CompletionLimit(3, token -> false));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static LiveRun run(Supplier<ExitStrategy> factory) {
        RunIdentity identity =
                new RunIdentity("s", "d", "", "m", "", 12, "test", "", "defer", 1, "");
        return new LiveRun(
                new RunRecord(
                        identity.runId(),
                        identity,
                        StrategyRole.CANDIDATE,
                        false,
                        Optional.empty()),
                StrategyVariant.of("test", "", factory),
                model,
                KvPolicy.DEFER,
                Prefill.FULL);
    }

    /** 60 ms pass between any two looks at the clock. */
    private long later() {
        now += 60_000_000;
        return now;
    }

    private RunWindow.Outcome measure(LiveRun run, Duration shortest) {
        WorkSample sample =
                new WorkSample(
                        new PromptRecord("file:1", "file", new int[] {5, 6, 7, 8}, "", "x"),
                        new FullDepthTrace(new int[] {4}, new int[3][1], new int[3]),
                        0.1);
        try (Courses courses = Courses.of(runner, run, List.of(sample))) {
            return new RunWindow(runner, meter, DeviceProbe.detect(false), shortest, this::later)
                    .measure(run, List.of(sample), courses.complete(), 2, 1);
        }
    }

    @Test
    void aWindowIsRepeatedUntilTheMeterCanTell() {
        RunWindow.Outcome outcome = measure(run(() -> seen -> ExitDecision.EXIT), Duration.ZERO);
        // 20 periods of 10 ms have passed at the fourth look, and the end is a look later.
        assertThat(outcome.cost().passes()).isEqualTo(4);
        assertThat(outcome.cost().seconds()).isEqualTo(0.3);
        assertThat(outcome.cost().secondsPerPass()).isEqualTo(0.075);
        assertThat(outcome.completions()).hasSize(1);
        assertThat(outcome.cost().block()).isEqualTo(2);
        assertThat(outcome.cost().position()).isEqualTo(1);
        LatencyRecord latencies = outcome.latencies().record();
        assertThat(latencies.tokens()).isEqualTo(4 * 3);
        assertThat(LatencyRecord.decode(latencies.completion()).getTotalCount()).isEqualTo(4);
    }

    @Test
    void aTierMayAskForMoreThanTheMeter() {
        RunWindow.Outcome outcome =
                measure(run(() -> seen -> ExitDecision.EXIT), Duration.ofMillis(550));
        assertThat(outcome.cost().passes()).isEqualTo(10);
    }

    @Test
    void aStrategyThatDriftsWithinAWindowIsRefused() {
        int[] asked = {0};
        LiveRun drifting =
                run(() -> seen -> asked[0]++ < 4 ? ExitDecision.EXIT : ExitDecision.CONTINUE);
        assertThatThrownBy(() -> measure(drifting, Duration.ZERO))
                .isInstanceOf(StrategyFailure.class)
                .hasMessageContaining("gave different completions");
    }
}
