package io.exitbench.suite;

import ai.djl.ndarray.types.DataType;
import io.exitbench.ExitBenchException;
import io.exitbench.agent.AgentFamily;
import io.exitbench.agent.AgentRequest;
import io.exitbench.dataset.CodeDataset;
import io.exitbench.dataset.DatasetLocator;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.ExitLayers;
import io.exitbench.energy.DeviceProbe;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.EnergyMeters;
import io.exitbench.metric.MetricSet;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.LoadableModel;
import io.exitbench.model.ModelLocator;
import io.exitbench.result.Comparisons;
import io.exitbench.result.Frontiers;
import io.exitbench.result.GoldCheck;
import io.exitbench.result.Quality;
import io.exitbench.result.QualityScorer;
import io.exitbench.result.RunCost;
import io.exitbench.result.RunIdentity;
import io.exitbench.result.RunResult;
import io.exitbench.result.RunScores;
import io.exitbench.result.SampleResult;
import io.exitbench.result.StageEnergyFile;
import io.exitbench.result.statistics.Resampling;
import io.exitbench.strategy.StrategyFamily;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs one suite from data to result files. */
public final class SuiteRunner {
    private final SuiteSpecification specification;
    private final List<StrategyFamily> families;
    private final List<AgentRequest> agents;

    /**
     * @param specification of the suite
     * @param families strategies to choose from
     */
    public SuiteRunner(SuiteSpecification specification, List<StrategyFamily> families) {
        this(specification, families, List.of());
    }

    /**
     * @param specification of the suite
     * @param families strategies to choose from
     * @param agents to train, or find trained, and run beside them
     */
    public SuiteRunner(
            SuiteSpecification specification,
            List<StrategyFamily> families,
            List<AgentRequest> agents) {
        this.specification = specification;
        this.families = families;
        this.agents = agents;
    }

    /**
     * Runs the suite and writes its files.
     *
     * @return what was measured
     * @throws ExitBenchException if data, model, strategies or settings do not fit together
     */
    public SuiteOutcome run() {
        LoadableModel base = new ModelLocator(specification.cache()).find(specification.model());
        ExitLayers exits = new ExitLayers(specification.exits(), base.config().layers());
        DecoderOptions options = options();
        try (CodeTokenizer tokenizer = base.tokenizer()) {
            CodeDataset data = data(tokenizer);
            FineTuneStage.Tuned tuned =
                    new FineTuneStage(specification, options).tune(base, data, tokenizer);
            LoadableModel checkpoint = tuned.checkpoint();
            List<Prompt> samples =
                    new PromptSource(tokenizer, context(checkpoint), specification.newTokens())
                            .draw(
                                    data,
                                    specification.data().protocol(),
                                    specification.samples(),
                                    specification.seed());
            requireReachable(samples, tokenizer);
            RunIdentity template =
                    template(checkpoint, data, exits, samples.size(), options.type());
            RunPlanner planner = new RunPlanner(specification, exits, template);
            List<PlannedRun> runs = planner.plan(families);
            try (DecoderModel model = checkpoint.load(options)) {
                List<AgentFamily> trained =
                        stage(checkpoint, exits, model, tokenizer).train(wanted(), data);
                List<StrategyFamily> all = new ArrayList<>(families);
                all.addAll(trained);
                return measure(
                        tuned,
                        data,
                        exits,
                        model,
                        tokenizer,
                        samples,
                        trained.isEmpty() ? runs : planner.plan(all),
                        trained);
            }
        }
    }

    /**
     * Trains the agents alone.
     *
     * @return the folders of the agents, in order
     * @throws ExitBenchException if data, model or settings do not fit together
     */
    public List<Path> trainAgents() {
        LoadableModel base = new ModelLocator(specification.cache()).find(specification.model());
        ExitLayers exits = new ExitLayers(specification.exits(), base.config().layers());
        DecoderOptions options = options();
        try (CodeTokenizer tokenizer = base.tokenizer()) {
            CodeDataset data = data(tokenizer);
            LoadableModel checkpoint =
                    new FineTuneStage(specification, options)
                            .tune(base, data, tokenizer)
                            .checkpoint();
            try (DecoderModel model = checkpoint.load(options)) {
                return stage(checkpoint, exits, model, tokenizer).train(agents, data).stream()
                        .map(AgentFamily::folder)
                        .toList();
            }
        }
    }

    /** Those that the choice of strategies leaves in: the others need no training. */
    private List<AgentRequest> wanted() {
        return agents.stream()
                .filter(
                        agent ->
                                agent.thresholds().stream()
                                        .map(agent::parameters)
                                        .map(text -> AgentFamily.NAME + " " + text)
                                        .anyMatch(specification.strategies().asPredicate()))
                .toList();
    }

    private AgentStage stage(
            LoadableModel checkpoint,
            ExitLayers exits,
            DecoderModel model,
            CodeTokenizer tokenizer) {
        EnergyMeter meter = EnergyMeters.detect(model.device().isGpu(), specification.cpuWatts());
        return new AgentStage(specification, checkpoint, exits, model, tokenizer, meter);
    }

    private CodeDataset data(CodeTokenizer tokenizer) {
        return new DatasetLocator(specification.cache())
                .find(
                        specification.language(),
                        specification.data(),
                        Literals.fromVocabulary(tokenizer.tokens()));
    }

    private int context(LoadableModel checkpoint) {
        return PromptSource.context(
                specification.context(),
                specification.newTokens(),
                checkpoint.config().maxPositions());
    }

    /** Before anything is trained or measured on them. */
    private void requireReachable(List<Prompt> samples, CodeTokenizer tokenizer) {
        new GoldCheck(
                        MetricSet.ofCode(specification.language()),
                        new GoldCompletion(tokenizer, text(tokenizer)))
                .require(samples.stream().map(Prompt::sample).toList());
    }

    private CompletionText text(CodeTokenizer tokenizer) {
        return new CompletionText(
                tokenizer, specification.language(), specification.data().protocol());
    }

    private SuiteOutcome measure(
            FineTuneStage.Tuned tuned,
            CodeDataset data,
            ExitLayers exits,
            DecoderModel model,
            CodeTokenizer tokenizer,
            List<Prompt> samples,
            List<PlannedRun> runs,
            List<AgentFamily> trained) {
        LoadableModel checkpoint = tuned.checkpoint();
        Resampling resampling = new Resampling(specification.seed());
        MetricSet metrics = MetricSet.ofCode(specification.language());
        QualityScorer scorer = new QualityScorer(metrics, resampling);
        CompletionText text = text(tokenizer, checkpoint);
        CompletionLimit limit = text.limit(specification.newTokens());
        List<PreparedSample> prepared = ReferenceRuns.prepare(model, exits, limit, samples);
        DataReport dataReport =
                new DataReport(
                        data,
                        specification.language(),
                        specification.data().protocol(),
                        specification.samples(),
                        samples.stream().map(Prompt::sample).toList());
        EnergyMeter meter = EnergyMeters.detect(model.device().isGpu(), specification.cpuWatts());
        CostMeasurement.Outcome measured =
                new CostMeasurement(
                                specification,
                                new SampleRunner(model, exits, specification.prefill(), limit),
                                meter,
                                DeviceProbe.detect(model.device().isGpu()),
                                trainedIn(tuned))
                        .measure(runs, prepared);
        List<RunCost> costs = measured.costs().runs();
        SampleRecords records = new SampleRecords(text);
        Map<String, List<SampleResult>> sampleResults = new LinkedHashMap<>();
        Map<String, QualityScorer.Scored> scores = new LinkedHashMap<>();
        List<RunResult> results = new ArrayList<>();
        measured.runs()
                .forEach(
                        (run, done) -> {
                            QualityScorer.Scored scored =
                                    scorer.score(records.of(run, prepared, done));
                            sampleResults.put(run.identity().runId(), scored.samples());
                            scores.put(run.identity().runId(), scored);
                            results.add(
                                    new RunResult(
                                            run.identity(),
                                            scored.samples().size(),
                                            Aggregation.tokens(done),
                                            Aggregation.meanLayers(done),
                                            Aggregation.meanLayersPerSample(done),
                                            Aggregation.limitHits(done, specification.newTokens()),
                                            checkpoint.hasMeaning()
                                                    ? scored.quality()
                                                    : Quality.UNKNOWN,
                                            Aggregation.columns(
                                                    done, costs.get(results.size()), costs.get(0)),
                                            SuiteAccount.deviceName(model)));
                        });
        Map<String, String> labels = new LinkedHashMap<>();
        results.forEach(result -> labels.put(result.identity().runId(), result.label()));
        SuiteAccount account =
                new SuiteAccount(
                        specification,
                        tuned,
                        dataReport,
                        meter,
                        measured.costs(),
                        model,
                        tokenizer.digest());
        SuiteOutcome outcome =
                new SuiteOutcome(
                        specification,
                        results,
                        sampleResults,
                        checkpoint.hasMeaning() ? runScores(labels, scores) : List.of(),
                        checkpoint.hasMeaning()
                                ? new Comparisons(resampling)
                                        .against(runs.get(0).identity().runId(), labels, scores)
                                : List.of(),
                        Frontiers.of(results),
                        measured.costs(),
                        tuned.manifest().map(manifest -> ((Checkpoint) checkpoint).folder()),
                        trained,
                        account.notices(samples.size(), results.get(0).limit()),
                        account.provenance(context(checkpoint), scorer.signatures()),
                        specification.output());
        SuiteFiles.write(outcome);
        return outcome;
    }

    private static List<RunScores> runScores(
            Map<String, String> labels, Map<String, QualityScorer.Scored> scores) {
        List<RunScores> all = new ArrayList<>();
        labels.forEach((id, label) -> all.add(new RunScores(id, label, scores.get(id).scores())));
        return all;
    }

    private DecoderOptions options() {
        return DecoderOptions.choose(
                specification.device(),
                specification.computeType(),
                specification.context() + specification.newTokens(),
                specification.threads());
    }

    private RunIdentity template(
            LoadableModel checkpoint,
            CodeDataset data,
            ExitLayers exits,
            int samples,
            DataType type) {
        String protocol =
                specification.data().protocol().id()
                        + "|exits="
                        + exits.text()
                        + "|samples="
                        + samples
                        + "|context="
                        + specification.context()
                        + "|newTokens="
                        + specification.newTokens()
                        + "|prefill="
                        + specification.prefill().depth()
                        + "|type="
                        + type;
        return new RunIdentity(
                specification.name(),
                data.name(),
                data.digest(specification.data().protocol()),
                checkpoint.name(),
                checkpoint.digest(),
                checkpoint.config().layers(),
                "",
                "",
                "",
                specification.seed(),
                protocol);
    }

    /** Where the cost of training the checkpoint for its exits lies, if it was trained for them. */
    private static List<Path> trainedIn(FineTuneStage.Tuned tuned) {
        return tuned.checkpoint() instanceof Checkpoint stored
                        && (tuned.manifest().isPresent()
                                || StageEnergyFile.read(stored.folder()).isPresent())
                ? List.of(stored.folder())
                : List.of();
    }
}
