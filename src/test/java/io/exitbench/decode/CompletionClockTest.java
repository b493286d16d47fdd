package io.exitbench.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.model.Checkpoint;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On a clock that only the strategy moves, one sees which of its work is timed, and where. */
class CompletionClockTest {
    private static final Path FOLDER =
            Path.of("src/test/resources/goldens/architectures/opt-preln");
    private static DecoderModel model;

    private final List<String> events = new ArrayList<>();
    private long now;

    @BeforeAll
    static void load() {
        model = Checkpoint.open("opt-preln", FOLDER).load(DecoderOptions.cpu());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    /** Works for a number of nanoseconds that tells what it was called for. */
    private final class Working implements ExitStrategy {
        private final int stopAt;

        Working(int stopAt) {
            this.stopAt = stopAt;
        }

        private void work(long nanos, String call) {
            now += nanos;
            events.add(call);
        }

        @Override
        public void beginSample(SampleContext sample) {
            work(10_000, "beginSample");
        }

        @Override
        public void beginToken(int tokenIndex) {
            work(1_000, "beginToken");
        }

        @Override
        public ExitDecision decide(Observation observation) {
            work(100, "decide");
            return observation.tokenIndex() == stopAt ? ExitDecision.STOP : ExitDecision.EXIT;
        }

        @Override
        public void observeOutcome(int token, int exitLayer) {
            work(10, "observeOutcome");
        }
    }

    private Completion complete(KvPolicy policy, int stopAt) {
        try (EarlyExitDecoder decoder =
                new EarlyExitDecoder(
                        model,
                        new ExitLayers(List.of(1, 2), 4),
                        policy,
                        Prefill.FULL,
                        () -> events.add("settle"),
                        () -> {
                            events.add("clock");
                            return now;
                        })) {
            return decoder.complete(
                    new int[] {5, 6, 7},
                    new CompletionLimit(2, token -> false),
                    new Working(stopAt),
                    new SampleContext("s", 3, null));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everythingAStrategyDoesIsInsideTheClock(KvPolicy policy) {
        Completion completion = complete(policy, -1);
        assertThat(completion.prefillNanos()).isZero();
        assertThat(completion.tokenNanos()).containsExactly(11_110, 1_110);
        assertThat(completion.totalNanos()).isEqualTo(now);
    }

    @Test
    void soIsTheWorkOfATokenThatItThrowsAway() {
        Completion completion = complete(KvPolicy.DEFER, 1);
        assertThat(completion.tokenNanos()).containsExactly(11_110);
        assertThat(completion.stopNanos()).isEqualTo(1_100);
        assertThat(completion.totalNanos()).isEqualTo(now);
        assertThat(completion.work().discardedRows()).isEqualTo(1);
        now = 0;
        assertThat(complete(KvPolicy.DEFER, 0).totalNanos()).isEqualTo(now).isEqualTo(11_100);
    }

    @Test
    void theDeviceIsSettledBeforeEachReadingThatBeginsOrEndsACompletion() {
        complete(KvPolicy.PROPAGATE, -1);
        assertThat(events)
                .containsExactly(
                        "settle",
                        "clock",
                        "settle",
                        "clock",
                        "beginSample",
                        "beginToken",
                        "decide",
                        "observeOutcome",
                        "clock",
                        "beginToken",
                        "decide",
                        "observeOutcome",
                        "settle",
                        "clock");
        events.clear();
        complete(KvPolicy.PROPAGATE, 0);
        assertThat(events).endsWith("decide", "settle", "clock");
    }
}
