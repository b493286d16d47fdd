package io.exitbench.suite;

import io.exitbench.decode.Completion;
import io.exitbench.result.cost.Latency;
import io.exitbench.result.cost.Percentiles;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/** The times of all completions of one run, over all blocks and passes. */
final class Latencies {
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final double NANOS_PER_MS = 1e6;

    private final Histogram completion = new Histogram(SIGNIFICANT_DIGITS);
    private final Histogram firstToken = new Histogram(SIGNIFICANT_DIGITS);
    private final Histogram betweenTokens = new Histogram(SIGNIFICANT_DIGITS);
    private long tokens;
    private long tokenNanos;
    private long allNanos;

    void add(Completion done) {
        long[] nanos = done.tokenNanos();
        completion.recordValue(done.totalNanos());
        if (nanos.length > 0) {
            firstToken.recordValue(done.prefillNanos() + nanos[0]);
        }
        for (int i = 1; i < nanos.length; i++) {
            betweenTokens.recordValue(nanos[i]);
        }
        tokens += nanos.length;
        allNanos += done.totalNanos();
        tokenNanos += done.totalNanos() - done.prefillNanos();
    }

    Percentiles firstToken() {
        return Percentiles.of(firstToken);
    }

    Percentiles betweenTokens() {
        return Percentiles.of(betweenTokens);
    }

    double completionMs(double percent) {
        return completion.getValueAtPercentile(percent) / NANOS_PER_MS;
    }

    /** Mean over tokens, prompts excluded; empty if there was no token. */
    OptionalDouble msPerToken() {
        return tokens == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(tokenNanos / NANOS_PER_MS / tokens);
    }

    /** Prompts included. */
    double tokensPerSecond() {
        return 1000 * tokens / Math.max(1 / NANOS_PER_MS, allNanos / NANOS_PER_MS);
    }

    Latency summary() {
        return new Latency(
                Percentiles.of(completion),
                firstToken(),
                betweenTokens(),
                msPerToken(),
                OptionalDouble.of(tokensPerSecond()));
    }
}
