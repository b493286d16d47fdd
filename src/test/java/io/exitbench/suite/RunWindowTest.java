package io.exitbench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import io.exitbench.ExitBenchException;
import io.exitbench.dataset.CompletionSample;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.energy.CpuTimeMeter;
import io.exitbench.energy.DeviceProbe;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.ModelLocator;
import io.exitbench.result.RunIdentity;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.FullDepthTrace;
import io.exitbench.strategy.StrategyVariant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
        runner =
                new SampleRunner(
                        model, exits, Prefill.FULL, new CompletionLimit(3, token -> false));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static PlannedRun run(Supplier<ExitStrategy> factory) {
        return new PlannedRun(
                new RunIdentity("s", "d", "", "m", "", 12, "test", "", "defer", 1, ""),
                StrategyVariant.of("test", "", factory),
                KvPolicy.DEFER);
    }

    /** 60 ms pass between any two looks at the clock. */
    private long later() {
        now += 60_000_000;
        return now;
    }

    private RunWindow.Outcome measure(PlannedRun run, Duration shortest, Latencies latencies) {
        int[] prompt = {5, 6, 7, 8};
        PreparedSample sample =
                new PreparedSample(
                        new CompletionSample("file:1", "file", "<s> a =", "b"),
                        prompt,
                        new FullDepthTrace(new int[] {4}, new int[3][1], new int[3]));
        try (EarlyExitDecoder decoder = runner.decoder(run)) {
            return new RunWindow(runner, meter, DeviceProbe.detect(false), shortest, this::later)
                    .measure(decoder, run, List.of(sample), latencies, 2, 1);
        }
    }

    @Test
    void aWindowIsRepeatedUntilTheMeterCanTell() {
        Latencies latencies = new Latencies();
        RunWindow.Outcome outcome =
                measure(run(() -> seen -> ExitDecision.EXIT), Duration.ZERO, latencies);
        // 20 periods of 10 ms have passed at the fourth look, and the end is a look later.
        assertThat(outcome.cost().passes()).isEqualTo(4);
        assertThat(outcome.cost().seconds()).isEqualTo(0.3);
        assertThat(outcome.cost().secondsPerPass()).isEqualTo(0.075);
        assertThat(outcome.completions()).hasSize(1);
        assertThat(outcome.cost().block()).isEqualTo(2);
        assertThat(outcome.cost().position()).isEqualTo(1);
        assertThat(latencies.betweenTokens().p50()).isPresent();
    }

    @Test
    void aTierMayAskForMoreThanTheMeter() {
        RunWindow.Outcome outcome =
                measure(
                        run(() -> seen -> ExitDecision.EXIT),
                        Duration.ofMillis(550),
                        new Latencies());
        assertThat(outcome.cost().passes()).isEqualTo(10);
    }

    @Test
    void aStrategyThatDriftsWithinAWindowIsRefused() {
        int[] asked = {0};
        PlannedRun drifting =
                run(() -> seen -> asked[0]++ < 4 ? ExitDecision.EXIT : ExitDecision.CONTINUE);
        assertThatThrownBy(() -> measure(drifting, Duration.ZERO, new Latencies()))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("gave different completions");
    }
}
