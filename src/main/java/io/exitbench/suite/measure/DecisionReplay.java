package io.exitbench.suite.measure;

import io.exitbench.decode.Completion;
import io.exitbench.decode.TokenDecoder;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.SuiteRecords;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Repeats a part of a run's completions with the same exits and no decisions. Timing decisions
 * inside the token loop would time the clock, and on a GPU nothing at all; the difference of two
 * whole windows is what they cost.
 */
final class DecisionReplay {
    private final SampleRunner runner;
    private final SuiteRecords records;
    private final int stride;

    /**
     * @param records with the completions to repeat
     * @param stride every so many samples are repeated
     */
    DecisionReplay(SampleRunner runner, SuiteRecords records, int stride) {
        this.runner = runner;
        this.records = records;
        this.stride = stride;
    }

    /** Times of the samples that are repeated, as they were measured. */
    long[] decidedNanos(List<Completion> completions) {
        return indices(completions.size())
                .mapToLong(i -> completions.get(i).totalNanos())
                .toArray();
    }

    /** Times of the same samples with the exits that were recorded. */
    long[] replayedNanos(TokenDecoder decoder, LiveRun run, List<WorkSample> samples) {
        Replay replay = new Replay();
        runner.synchronise();
        return indices(samples.size())
                .mapToLong(i -> replayed(decoder, run, samples.get(i), replay))
                .toArray();
    }

    private long replayed(TokenDecoder decoder, LiveRun run, WorkSample sample, Replay replay) {
        JournalEntry.Sample recorded = records.sample(run.runId(), sample.id()).orElseThrow();
        replay.expect(recorded.exitLayers());
        if (recorded.work().partialHeadRows() > 0 && recorded.tokens().length > 0) {
            return followedNanos(decoder, run, sample, replay, recorded);
        }
        Completion again = runner.complete(decoder, run, replay, sample);
        SampleRunner.requireEqual(
                run, sample.id(), again, recorded.tokens(), recorded.exitLayers());
        return again.totalNanos();
    }

    /**
     * The same of a run that looked at candidates. Where nobody does, the whole head gives the
     * token that leaves, which may be another one: so the text is given.
     */
    private long followedNanos(
            TokenDecoder decoder,
            LiveRun run,
            WorkSample sample,
            Replay replay,
            JournalEntry.Sample recorded) {
        Completion again = runner.follow(decoder, run, replay, sample, recorded.tokens());
        SampleRunner.requireEqual(run, sample.id(), again, again.tokens(), recorded.exitLayers());
        return again.totalNanos();
    }

    private IntStream indices(int samples) {
        return IntStream.iterate(0, i -> i < samples, i -> i + stride);
    }
}
