package io.exitbench.suite.measure;

import io.exitbench.decode.Completion;
import io.exitbench.result.record.LatencyRecord;
import org.HdrHistogram.Histogram;

/** The times of all completions of one window, over all passes. */
final class Latencies {
    private static final int SIGNIFICANT_DIGITS = 3;

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

    /** Completions of a batch overlap: all of them took so long, and not the sum of their times. */
    void tookTogether(long nanos) {
        allNanos = nanos;
    }

    LatencyRecord record() {
        return new LatencyRecord(
                LatencyRecord.encode(completion),
                LatencyRecord.encode(firstToken),
                LatencyRecord.encode(betweenTokens),
                tokens,
                tokenNanos,
                allNanos);
    }
}
