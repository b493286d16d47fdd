package io.exitbench.suite.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.result.cost.LoadResult;
import io.exitbench.result.record.RunIdentity;
import io.exitbench.result.record.RunRecord;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private static final long MS = 1_000_000;
    private static final RunIdentity IDENTITY =
            new RunIdentity("s", "d", "", "m", "", 12, "full-depth", "", "defer", 1, "");
    private static final LiveRun RUN =
            new LiveRun(
                    new RunRecord(
                            IDENTITY.runId(),
                            IDENTITY,
                            StrategyRole.FULL_DEPTH,
                            false,
                            Optional.of(List.of())),
                    StrategyVariant.of("full-depth", "", () -> seen -> ExitDecision.CONTINUE)
                            .as(StrategyRole.FULL_DEPTH),
                    null,
                    KvPolicy.DEFER,
                    Prefill.FULL);

    private long now = 5;

    private LoadResult run(double rate, int stalled, long stallMs) {
        OpenLoop loop = new OpenLoop(() -> now, duration -> now += duration.toNanos());
        return loop.run(
                RUN, rate, 1000, 3, request -> now += (request == stalled ? stallMs : 10) * MS);
    }

    @Test
    void anIdleServerAnswersAsFastAsItWorks() {
        LoadResult load = run(1, -1, 0);
        assertThat(load.response().p50().orElseThrow()).isCloseTo(10, within(0.02));
        assertThat(load.busyShare()).isBetween(0.005, 0.02);
        assertThat(load.completionsPerSecond()).isBetween(0.9, 1.1);
    }

    @Test
    void aStallIsFeltByAllThatArriveMeanwhileAlthoughOnlyOneWasServedSlowly() {
        LoadResult load = run(20, 100, 5000);
        assertThat(load.service().p95().orElseThrow()).isCloseTo(10, within(0.02));
        assertThat(load.service().p99().orElseThrow()).isCloseTo(10, within(0.02));
        assertThat(load.response().p95().orElseThrow()).isGreaterThan(1000);
        assertThat(load.slowestResponseMs()).isGreaterThan(5000);
    }

    @Test
    void anOverloadedServerIsBusyAllTheTimeAndItsQueueGrows() {
        LoadResult load = run(200, -1, 0);
        assertThat(load.busyShare()).isGreaterThan(0.98);
        assertThat(load.completionsPerSecond()).isCloseTo(100, within(1.0));
        assertThat(load.response().p99().orElseThrow()).isGreaterThan(4000);
    }
}
