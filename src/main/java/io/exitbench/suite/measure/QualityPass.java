package io.exitbench.suite.measure;

import io.exitbench.decode.CandidateAudit;
import io.exitbench.decode.Completion;
import io.exitbench.decode.TokenDecoder;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.result.cost.CandidateLooks;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.suite.prepare.CompletionText;
import java.util.Arrays;
import java.util.List;

/**
 * Every run completes every sample once, and then goes through what the full model has written for
 * it; each is on the disk before the next begins.
 */
final class QualityPass {
    private final Session session;
    private final SampleRunner runner;
    private final CodeTokenizer tokenizer;
    private final CompletionText text;

    QualityPass(
            Session session, SampleRunner runner, CodeTokenizer tokenizer, CompletionText text) {
        this.session = session;
        this.runner = runner;
        this.tokenizer = tokenizer;
        this.text = text;
    }

    void run(List<LiveRun> runs, List<WorkSample> samples) {
        for (LiveRun run : session.sound(runs)) {
            List<WorkSample> missing =
                    samples.stream().filter(sample -> !isDone(run, sample)).toList();
            if (!missing.isEmpty()) {
                session.attempt(run, () -> complete(run, missing));
            }
        }
    }

    private boolean isDone(LiveRun run, WorkSample sample) {
        return session.records().sample(run.runId(), sample.id()).isPresent()
                && session.records().forced(run.runId(), sample.id()).isPresent();
    }

    private void complete(LiveRun run, List<WorkSample> samples) {
        try (TokenDecoder decoder = runner.decoder(run)) {
            for (WorkSample sample : samples) {
                boolean completed = session.records().sample(run.runId(), sample.id()).isPresent();
                if (!completed) {
                    complete(decoder, run, sample);
                }
                follow(decoder, run, sample, completed ? runner::follow : runner::followAgain);
            }
        }
    }

    private void complete(TokenDecoder decoder, LiveRun run, WorkSample sample) {
        Completion completion = runner.complete(decoder, run, strategy(run, sample), sample);
        session.commit(
                new JournalEntry.Sample(
                        run.runId(),
                        sample.id(),
                        completion.tokens(),
                        completion.exitLayers(),
                        pieces(completion.tokens()),
                        text.text(completion.tokens()),
                        runner.isLimited(completion),
                        Work.counts(completion.work())));
    }

    private void follow(
            TokenDecoder decoder, LiveRun run, WorkSample sample, SampleRunner.Way way) {
        CandidateAudit audit = new CandidateAudit(strategy(run, sample));
        Completion followed = way.run(decoder, run, audit, sample);
        session.commit(
                new JournalEntry.Forced(
                        run.runId(),
                        sample.id(),
                        followed.tokens(),
                        followed.exitLayers(),
                        Work.counts(followed.work()),
                        new CandidateLooks(audit.looks(), audit.outside())));
    }

    private ExitStrategy strategy(LiveRun run, WorkSample sample) {
        session.begin(run, sample.id(), runner.longestSeconds(run, sample));
        // One for each sample, so that a run that goes on after a kill decides like one that
        // never was interrupted, whatever a strategy remembers. That it is asked here and not
        // before makes a factory that hangs or crashes the run's own fault.
        return SampleRunner.strategy(run);
    }

    private List<String> pieces(int[] tokens) {
        return Arrays.stream(tokens).mapToObj(t -> tokenizer.decode(new int[] {t})).toList();
    }
}
