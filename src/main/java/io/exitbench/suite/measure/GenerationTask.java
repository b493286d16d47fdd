package io.exitbench.suite.measure;

import io.exitbench.ExitBenchException;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.Prefill;
import io.exitbench.energy.EnergyQuality;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.model.LoadableModel;
import io.exitbench.result.Journal;
import io.exitbench.result.ResultFolder;
import io.exitbench.result.record.JournalEntry;
import io.exitbench.result.record.RecordJson;
import io.exitbench.result.record.SuitePlan;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.suite.prepare.CompletionText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Makes a part of a suite's completions in a folder of its own that is removed afterwards. Time and
 * energy are not measured: the machine may have other work.
 */
public final class GenerationTask {
    /** What stands in place of a meter. */
    static final String UNMEASURED = "none: completions were made in parts and not timed";

    private final GenerationInputs inputs;
    private final GenerationPart part;

    private GenerationTask(GenerationInputs inputs, GenerationPart part) {
        this.inputs = inputs;
        this.part = part;
    }

    /**
     * Makes a part with the strategies that the order names.
     *
     * @param inputs of all parts
     * @param part to make
     * @return what was recorded, a journal line each
     * @throws ExitBenchException if the suite cannot go on
     */
    public static List<String> run(GenerationInputs inputs, GenerationPart part) {
        try {
            Path folder = Files.createTempDirectory("exitbench-part");
            try {
                return new GenerationTask(inputs, part).in(folder);
            } finally {
                ResultFolder.remove(folder);
            }
        } catch (IOException e) {
            throw new ExitBenchException(
                    "A part of the completions has no room in "
                            + System.getProperty("java.io.tmpdir")
                            + "; free space there, or set java.io.tmpdir to another folder.",
                    e);
        }
    }

    private List<String> in(Path folder) {
        WorkerOrder order = inputs.readOrder();
        try (ResultFolder held = ResultFolder.hold(folder)) {
            held.begin(inputs.readPlan(), inputs.readPrompts(part.samples()), Map.of());
        }
        try (Journal journal = Journal.open(folder)) {
            part.references().forEach(line -> journal.append(RecordJson.entry(line)));
            generate(folder, journal, order, LiveRuns.families(order));
        }
        return Journal.read(folder).stream()
                .filter(entry -> !(entry instanceof JournalEntry.Begun))
                .map(RecordJson::line)
                .toList();
    }

    private void generate(
            Path folder, Journal journal, WorkerOrder order, List<StrategyFamily> families) {
        LoadableModel checkpoint = order.locate();
        try (CodeTokenizer tokenizer = checkpoint.tokenizer();
                Models models =
                        new Models(
                                checkpoint,
                                order.locateBase(),
                                order.options(),
                                ResultFolder.read(folder).plan())) {
            Session session =
                    new Session(
                            "part", journal, ResultFolder.read(folder), order.sampleLimitSeconds());
            session.commit(
                    new JournalEntry.Session(
                            session.id(),
                            Worker.device(models.model(), order.share()),
                            UNMEASURED,
                            EnergyQuality.ESTIMATE));
            SuitePlan plan = session.records().plan();
            CompletionText text = order.text(tokenizer, checkpoint);
            ExitLayers exits = new ExitLayers(plan.exits(), models.model().config().layers());
            CompletionLimit limit = text.limit(order.newTokens());
            List<WorkSample> samples = new ReferencePass(models.model(), exits, limit).run(session);
            List<LiveRun> runs =
                    LiveRuns.of(
                                    plan,
                                    families,
                                    order.fitted(),
                                    models,
                                    order.listingLimit(),
                                    new Prefill(order.prefill()))
                            .stream()
                            .filter(run -> part.runs().contains(run.runId()))
                            .toList();
            SampleRunner runner = new SampleRunner(models.model(), exits, limit);
            new QualityPass(session, runner, tokenizer, text).run(runs, samples);
        }
    }
}
