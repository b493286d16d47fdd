package io.exitbench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.decode.Completion;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private static final long MS = 1_000_000;

    private static Completion completion(long prefillMs, long... tokenMs) {
        long[] nanos = new long[tokenMs.length];
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] = tokenMs[i] * MS;
        }
        return new Completion(
                new int[nanos.length], new int[nanos.length], nanos, prefillMs * MS, false, 0);
    }

    @Test
    void theTimeUntilAStrategyStopsIsPartOfTheCompletion() {
        Latencies latencies = new Latencies();
        latencies.add(new Completion(new int[1], new int[1], new long[] {MS}, MS, true, 3 * MS));
        assertThat(latencies.completionMs(50)).isCloseTo(5, within(0.01));
        assertThat(latencies.msPerToken().orElseThrow()).isCloseTo(4, within(1e-9));
    }

    @Test
    void theFirstTokenHoldsThePromptAndTheRestDoNot() {
        Latencies latencies = new Latencies();
        latencies.add(completion(30, 10, 5, 5));
        latencies.add(completion(50, 20, 7));
        assertThat(latencies.firstToken().p50().orElseThrow()).isCloseTo(40, within(0.1));
        assertThat(latencies.firstToken().p99().orElseThrow()).isCloseTo(70, within(0.1));
        assertThat(latencies.betweenTokens().p50().orElseThrow()).isCloseTo(5, within(0.01));
        assertThat(latencies.betweenTokens().p95().orElseThrow()).isCloseTo(7, within(0.01));
        assertThat(latencies.completionMs(50)).isCloseTo(50, within(0.1));
        assertThat(latencies.msPerToken().orElseThrow()).isCloseTo(47.0 / 5, within(1e-9));
        assertThat(latencies.tokensPerSecond()).isCloseTo(5000.0 / 127, within(1e-9));
    }

    @Test
    void aDistributionOfNothingIsUnknown() {
        Latencies latencies = new Latencies();
        latencies.add(completion(30, 10));
        assertThat(latencies.betweenTokens().p50()).isEmpty();
        Latencies abstained = new Latencies();
        abstained.add(completion(30));
        assertThat(abstained.firstToken().p50()).isEmpty();
        assertThat(abstained.msPerToken()).isEmpty();
    }
}
