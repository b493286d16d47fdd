package io.exitbench.suite.measure;

import io.exitbench.ExitBenchException;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.Prefill;
import io.exitbench.energy.DeviceProbe;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.EnergyMeters;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.LoadableModel;
import io.exitbench.result.Journal;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.cost.TierVerdict;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.SuitePlan;
import io.exitbench.result.record.SuiteRecords;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.suite.prepare.CompletionText;
import io.exitbench.suite.prepare.Provenance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Measures what is planned in a folder and not yet in its journal. */
final class Worker {
    private final Path folder;
    private final WorkerOrder order;
    private final String id;

    /**
     * @param folder of a suite run that has begun
     * @param order what is needed beside plan and prompts
     * @param id of its session, by which whoever watches knows it
     */
    Worker(Path folder, WorkerOrder order, String id) {
        this.folder = folder;
        this.order = order;
        this.id = id;
    }

    /**
     * Measures until all is done.
     *
     * @param families strategies of the plan
     * @throws ExitBenchException if the suite cannot go on; that is recorded, too
     */
    void run(Supplier<List<StrategyFamily>> families) {
        try (Journal journal = Journal.open(folder)) {
            try {
                measure(journal, families.get());
            } catch (ExitBenchException e) {
                journal.commit(new JournalEntry.Refusal(e.getMessage()));
                throw e;
            }
        }
    }

    private void measure(Journal journal, List<StrategyFamily> families) {
        SuiteRecords records = ResultFolder.read(folder);
        LoadableModel checkpoint = order.locate();
        try (CodeTokenizer tokenizer = checkpoint.tokenizer();
                Models models =
                        new Models(
                                checkpoint, order.locateBase(), order.options(), records.plan())) {
            DecoderModel model = models.model();
            EnergyMeter meter = meter(model.device().isGpu());
            TierVerdict.requirePossible(
                    records.plan().tier(), records.plan().blocks(), meter.quality());
            Session session = new Session(id, journal, records, order.sampleLimitSeconds());
            session.commit(
                    new JournalEntry.Session(
                            session.id(),
                            device(model, order.share()),
                            meter.source(),
                            meter.quality()));
            CompletionText text = order.text(tokenizer, checkpoint);
            List<LiveRun> runs =
                    LiveRuns.of(
                            records.plan(),
                            families,
                            order.fitted(),
                            models,
                            order.listingLimit(),
                            new Prefill(order.prefill()));
            measure(session, runs, tokenizer, text, models, meter);
            session.commit(new JournalEntry.Finished(session.id(), Provenance.now()));
        }
    }

    private EnergyMeter meter(boolean gpu) {
        return gpu && order.share().card().isPresent()
                ? EnergyMeters.detectCard()
                : EnergyMeters.detect(gpu, order.cpuWatts());
    }

    /** What a model runs on, as results name it. */
    static String device(DecoderModel model, CardShare share) {
        if (!model.device().isGpu()) {
            return Provenance.cpuName();
        }
        // A process that sees one card counts it as the first.
        String card =
                share.card().isPresent()
                        ? "gpu(" + share.card().getAsInt() + ")"
                        : model.device().toString();
        return card + " " + model.execution();
    }

    private void measure(
            Session session,
            List<LiveRun> runs,
            CodeTokenizer tokenizer,
            CompletionText text,
            Models models,
            EnergyMeter meter) {
        DecoderModel model = models.model();
        SuitePlan plan = session.records().plan();
        ExitLayers exits = new ExitLayers(plan.exits(), model.config().layers());
        CompletionLimit limit = text.limit(order.newTokens());
        List<WorkSample> samples = new ReferencePass(model, exits, limit).run(session);
        SampleRunner runner = new SampleRunner(model, exits, limit);
        models.base().ifPresent(base -> new UntunedPass(base, exits, limit).run(session));
        new QualityPass(session, runner, tokenizer, text).run(runs, samples);
        JournalEntry.Schedule schedule = schedule(session, runs, samples, meter.shortestWindow());
        Set<String> timed = Set.copyOf(schedule.sampleIds());
        List<WorkSample> subset =
                samples.stream().filter(sample -> timed.contains(sample.id())).toList();
        if (order.share().isQualityAlone()) {
            return;
        }
        DeviceProbe probe = DeviceProbe.detect(model.device().isGpu());
        new BlockPass(session, runner, meter, probe, order.share().blocks())
                .run(runs, subset, schedule.blocks());
        if (order.arrivalsPerSecond().isPresent()) {
            new LoadPass(session, runner, order.arrivalsPerSecond().getAsDouble())
                    .run(runs, samples);
        }
    }

    private JournalEntry.Schedule schedule(
            Session session,
            List<LiveRun> runs,
            List<WorkSample> samples,
            Duration shortestWindow) {
        if (session.records().schedule().isEmpty()) {
            SuitePlan plan = session.records().plan();
            double left = (order.deadline() - System.currentTimeMillis()) / 1e3;
            session.commit(
                    new TimeBudget(
                                    plan.tier(),
                                    runs.size(),
                                    order.share().balanced(plan.blocks()),
                                    order.share().cards(),
                                    shortestWindow,
                                    plan.seed())
                            .schedule(samples, left));
        }
        return session.records().schedule().orElseThrow();
    }
}
