package io.exitbench.suite.measure;

import io.exitbench.decode.TokenDecoder;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.strategy.ExitStrategy;
import java.util.List;

/** The throughput mode: every run under requests that arrive on a schedule of their own. */
final class LoadPass {
    private final Session session;
    private final SampleRunner runner;
    private final double arrivalsPerSecond;

    LoadPass(Session session, SampleRunner runner, double arrivalsPerSecond) {
        this.session = session;
        this.runner = runner;
        this.arrivalsPerSecond = arrivalsPerSecond;
    }

    void run(List<LiveRun> runs, List<WorkSample> samples) {
        List<LiveRun> missing =
                session.sound(runs).stream()
                        // Requests that arrive one by one make batches of any size.
                        .filter(run -> run.batch() == 1)
                        .filter(run -> !session.records().hasLoad(run.runId()))
                        .toList();
        for (LiveRun run : missing) {
            double work = samples.stream().mapToDouble(s -> runner.longestSeconds(run, s)).sum();
            session.begin(run, "", work + samples.size() / arrivalsPerSecond);
            session.attempt(run, () -> session.commit(load(run, samples)));
        }
    }

    private JournalEntry.Load load(LiveRun run, List<WorkSample> samples) {
        try (TokenDecoder decoder = runner.decoder(run)) {
            runner.warmUp(decoder, run, samples, session.records().plan().tier().warmUpSamples());
            ExitStrategy strategy = SampleRunner.strategy(run);
            OpenLoop loop = new OpenLoop(System::nanoTime, Pause.SLEEP);
            return new JournalEntry.Load(
                    loop.run(
                            run,
                            arrivalsPerSecond,
                            samples.size(),
                            session.records().plan().seed(),
                            i -> runner.complete(decoder, run, strategy, samples.get(i))));
        }
    }
}
