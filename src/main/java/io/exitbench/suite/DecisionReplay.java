package io.exitbench.suite;

import io.exitbench.decode.Completion;
import io.exitbench.decode.EarlyExitDecoder;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Repeats a part of a run's completions with the same exits and no decisions. Timing decisions
 * inside the token loop would time the clock, and on a GPU nothing at all; the difference of two
 * whole windows is what they cost.
 */
final class DecisionReplay {
    private final SampleRunner runner;
    private final int stride;

    /**
     * @param stride every so many samples are repeated
     */
    DecisionReplay(SampleRunner runner, int stride) {
        this.runner = runner;
        this.stride = stride;
    }

    /** Times of the samples that are repeated, as they were measured. */
    long[] decidedNanos(List<Completion> completions) {
        return indices(completions.size())
                .mapToLong(i -> completions.get(i).totalNanos())
                .toArray();
    }

    /** Times of the same samples with the exits of {@code recorded}. */
    long[] replayedNanos(
            EarlyExitDecoder decoder,
            PlannedRun run,
            List<PreparedSample> samples,
            List<Completion> recorded) {
        Replay replay = new Replay();
        runner.synchronise();
        return indices(samples.size())
                .mapToLong(
                        i -> {
                            replay.expect(recorded.get(i));
                            Completion again =
                                    runner.complete(decoder, run, replay, samples.get(i));
                            RunWindow.requireEqual(run, again, recorded.get(i));
                            return again.totalNanos();
                        })
                .toArray();
    }

    private IntStream indices(int samples) {
        return IntStream.iterate(0, i -> i < samples, i -> i + stride);
    }
}
