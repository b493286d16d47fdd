package io.exitbench.bench;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import io.exitbench.agent.AgentFamily;
import io.exitbench.agent.AgentRequest;
import io.exitbench.agent.AgentStrategy;
import io.exitbench.agent.trace.Trace;
import io.exitbench.dataset.CodeDataset;
import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.DatasetLocator;
import io.exitbench.dataset.Language;
import io.exitbench.dataset.Split;
import io.exitbench.dataset.tokenize.Literals;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.energy.EnergyMeters;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.LoadableModel;
import io.exitbench.model.ModelLocator;
import io.exitbench.result.Csv;
import io.exitbench.result.score.SampleResult;
import io.exitbench.result.statistics.Clusters;
import io.exitbench.result.statistics.PairedTest;
import io.exitbench.result.statistics.Resampling;
import io.exitbench.result.table.ResultsCsv;
import io.exitbench.result.table.RunResult;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitNet;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyVariant;
import io.exitbench.suite.AgentStage;
import io.exitbench.suite.MeasurementOptions;
import io.exitbench.suite.SuiteOutcome;
import io.exitbench.suite.SuiteRunner;
import io.exitbench.suite.SuiteSpecification;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether agents beat thresholds: at equal mean layers, and at equal measured latency.
 *
 * <p>Agents with several rewards are trained on traces of the calibration split. For each wanted
 * number of mean layers, every rule's threshold, the best threshold rule and the best agent are
 * chosen on the calibration split alone; then both are compared on the evaluation split, first on
 * its trace, then by the decoder with the exact K/V policy {@code defer}, by paired bootstrap over
 * files. Run it with
 *
 * <pre>
 * mvn -q test-compile exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=io.exitbench.bench.AgentExperiment \
 *     -Dexec.args="tiny-opt-code 4,6,8,10,11 6,8,10 2000 300 3 energy:1 energy:0.3 alignment label"
 * </pre>
 *
 * <p>Arguments: checkpoint, exits, wanted mean layers, completions of the calibration trace,
 * evaluation samples, measured blocks (0: no decoder), agents as {@code reward[:lambda]}, with
 * {@code +bare} appended for no sketch and {@code +normalised} for states after the final norm.
 */
public final class AgentExperiment {
    private static final long SEED = 420;
    private static final int CONTEXT = 80;
    private static final int NEW_TOKENS = 100;
    private static final Path CACHE =
            Path.of(System.getProperty("user.home"), ".cache", "exitbench");

    private final LoadableModel checkpoint;
    private final SuiteSpecification specification;
    private final List<Double> targets;
    private final int completions;
    private final int blocks;
    private final List<AgentRequest> requests = new ArrayList<>();
    private final Resampling resampling = new Resampling(SEED);

    /** A rule on both splits and, for the decoder, what it does at a threshold. */
    private record Rule(
            String name,
            boolean agent,
            OperatingCurve calibration,
            OperatingCurve evaluation,
            Variant variant) {}

    @FunctionalInterface
    private interface Variant {
        StrategyVariant at(double threshold);
    }

    /** A pair that was chosen on the calibration split. */
    private record Choice(double target, StrategyVariant baseline, StrategyVariant agent) {}

    private AgentExperiment(String[] arguments) {
        checkpoint = new ModelLocator(CACHE).find(arguments[0]);
        List<Integer> exits = Arrays.stream(arguments[1].split(",")).map(Integer::valueOf).toList();
        targets = Arrays.stream(arguments[2].split(",")).map(Double::valueOf).toList();
        completions = Integer.parseInt(arguments[3]);
        blocks = Integer.parseInt(arguments[5]);
        specification =
                new SuiteSpecification(
                        "agent-experiment",
                        Language.PYTHON,
                        DataChoice.embedded(),
                        arguments[0],
                        exits,
                        List.of(KvPolicy.DEFER),
                        Integer.parseInt(arguments[4]),
                        CONTEXT,
                        NEW_TOKENS,
                        Math.max(1, blocks),
                        Prefill.FULL,
                        Pattern.compile(".*"),
                        SEED,
                        "cpu",
                        "float32",
                        1,
                        10,
                        Path.of("target/exitbench/agent-experiment"),
                        CACHE,
                        Optional.empty(),
                        MeasurementOptions.SMOKE);
        for (String agent : Arrays.asList(arguments).subList(6, arguments.length)) {
            String[] parts = agent.replaceAll("\\+.*", "").split(":");
            double lambda = parts.length > 1 ? Double.parseDouble(parts[1]) : 1;
            requests.add(
                    new AgentRequest(
                            parts[0],
                            lambda,
                            List.of(0.5),
                            1,
                            "fast",
                            agent.contains("+normalised"),
                            agent.contains("+bare") ? 0 : AgentRequest.DEFAULT_SKETCH,
                            false,
                            completions));
        }
    }

    /**
     * @param arguments see above
     */
    public static void main(String[] arguments) {
        new AgentExperiment(arguments).run();
    }

    private void run() {
        List<Choice> choices;
        List<StrategyVariant> sweep = new ArrayList<>();
        try (CodeTokenizer tokenizer = checkpoint.tokenizer();
                DecoderModel model =
                        checkpoint.load(
                                new DecoderOptions(
                                        Device.cpu(), DataType.FLOAT32, CONTEXT + NEW_TOKENS, 1))) {
            List<Rule> rules = rules(tokenizer, model);
            choices = choose(rules);
            for (Rule rule : rules) {
                for (double target : targets) {
                    sweep.add(rule.variant().at(rule.calibration().nearest(target).threshold()));
                }
            }
        }
        if (blocks > 0) {
            confirm(choices, sweep);
        }
    }

    private List<Rule> rules(CodeTokenizer tokenizer, DecoderModel model) {
        CodeDataset data =
                new DatasetLocator(CACHE)
                        .find(
                                Language.PYTHON,
                                specification.data(),
                                Literals.fromVocabulary(tokenizer.tokens()));
        AgentStage stage =
                new AgentStage(
                        specification,
                        checkpoint,
                        new ExitLayers(specification.exits(), checkpoint.config().layers()),
                        model,
                        tokenizer,
                        EnergyMeters.detect(false, specification.cpuWatts()));
        Trace calibration = stage.trace(data, Split.CALIBRATION, completions, false);
        Trace evaluation = stage.trace(data, Split.EVALUATION, specification.samples(), false);
        System.out.printf(
                Locale.ROOT,
                "# calibration: %d completions, %d tokens; evaluation: %d, %d%n",
                calibration.episodes().size(),
                calibration.tokens(),
                evaluation.episodes().size(),
                evaluation.tokens());
        List<Rule> rules = new ArrayList<>();
        OperatingCurve.Score top = (trace, token, exit) -> trace.topProbability(token, exit);
        OperatingCurve.Score entropy = (trace, token, exit) -> -trace.entropy(token, exit);
        rules.add(
                new Rule(
                        "softmax-confidence",
                        false,
                        new OperatingCurve(calibration, top),
                        new OperatingCurve(evaluation, top),
                        at -> variant("softmax-confidence", "threshold=" + at, at, false)));
        rules.add(
                new Rule(
                        "entropy",
                        false,
                        new OperatingCurve(calibration, entropy),
                        new OperatingCurve(evaluation, entropy),
                        at -> variant("entropy", "nats=" + -at, at, true)));
        for (AgentFamily family : stage.train(requests, data)) {
            ExitNet net = family.agent().net();
            Trace agentCalibration = calibration;
            Trace agentEvaluation = evaluation;
            if (net.normalised()) {
                agentCalibration = stage.trace(data, Split.CALIBRATION, completions, true);
                agentEvaluation =
                        stage.trace(data, Split.EVALUATION, specification.samples(), true);
            }
            String name = family.request().parameters(0.5).replace(";T=0.5", "");
            rules.add(
                    new Rule(
                            name,
                            true,
                            new OperatingCurve(agentCalibration, score(net)),
                            new OperatingCurve(agentEvaluation, score(net)),
                            at ->
                                    StrategyVariant.of(
                                            AgentFamily.NAME,
                                            name + ";T=" + at,
                                            () -> new AgentStrategy(net, at))));
        }
        return rules;
    }

    private static StrategyVariant variant(
            String name, String parameters, double threshold, boolean entropy) {
        return StrategyVariant.of(
                name,
                parameters,
                () ->
                        seen ->
                                (entropy ? -seen.entropy() : seen.topProbability()) > threshold
                                        ? ExitDecision.EXIT
                                        : ExitDecision.CONTINUE);
    }

    private static OperatingCurve.Score score(ExitNet net) {
        return (trace, token, exit) -> {
            float[] state = new float[trace.header().width()];
            trace.hidden(token, exit, state);
            return net.score(exit, state);
        };
    }

    private List<Choice> choose(List<Rule> rules) {
        System.out.println("target,rule,threshold,cal_layers,cal_agree,eval_layers,eval_agree");
        List<Choice> choices = new ArrayList<>();
        for (double target : targets) {
            Map<Boolean, Rule> best = new LinkedHashMap<>();
            Map<Boolean, OperatingCurve.Point> bestPoint = new LinkedHashMap<>();
            for (Rule rule : rules) {
                OperatingCurve.Point chosen = rule.calibration().nearest(target);
                OperatingCurve.Point seen = rule.evaluation().at(chosen.threshold());
                System.out.printf(
                        Locale.ROOT,
                        "%.2f,%s,%.6f,%.2f,%.4f,%.2f,%.4f%n",
                        target,
                        rule.name(),
                        chosen.threshold(),
                        chosen.layers(),
                        chosen.agreement(),
                        seen.layers(),
                        seen.agreement());
                OperatingCurve.Point before = bestPoint.get(rule.agent());
                if (before == null || chosen.agreement() > before.agreement()) {
                    best.put(rule.agent(), rule);
                    bestPoint.put(rule.agent(), chosen);
                }
            }
            double threshold = bestPoint.get(false).threshold();
            double agentThreshold = bestPoint.get(true).threshold();
            compareOnTrace(target, best, threshold, agentThreshold);
            choices.add(
                    new Choice(
                            target,
                            best.get(false).variant().at(threshold),
                            best.get(true).variant().at(agentThreshold)));
        }
        return choices;
    }

    private void compareOnTrace(
            double target, Map<Boolean, Rule> best, double threshold, double agentThreshold) {
        Trace trace = best.get(false).evaluation().trace();
        List<String> files = new ArrayList<>();
        for (Trace.Episode episode : trace.episodes()) {
            for (int i = 0; i < episode.tokens(); i++) {
                files.add(episode.fileId());
            }
        }
        PairedTest comparison =
                resampling
                        .compare(
                                best.get(true).evaluation().tokens(agentThreshold),
                                best.get(false).evaluation().tokens(threshold),
                                Clusters.of(files),
                                sums -> 100 * sums[1] / sums[2])
                        .orElseThrow();
        print("trace", target, best.get(true).name(), best.get(false).name(), comparison);
    }

    private static void print(
            String where, double target, String agent, String baseline, PairedTest paired) {
        System.out.printf(
                Locale.ROOT,
                "# %s, %.1f layers: %s against %s: %+.2f points, 95 %% [%.2f, %.2f],"
                        + " p = %.4f%n",
                where,
                target,
                agent,
                baseline,
                paired.difference(),
                paired.interval().low(),
                paired.interval().high(),
                paired.bootstrapP());
    }

    private void confirm(List<Choice> choices, List<StrategyVariant> sweep) {
        Map<String, StrategyVariant> variants = new LinkedHashMap<>();
        sweep.forEach(variant -> variants.put(variant.label(), variant));
        choices.forEach(choice -> variants.put(choice.baseline().label(), choice.baseline()));
        choices.forEach(choice -> variants.put(choice.agent().label(), choice.agent()));
        StrategyFamily full =
                context ->
                        Stream.of(
                                StrategyVariant.of(
                                        "full-depth", "", () -> seen -> ExitDecision.CONTINUE));
        StrategyFamily chosen = context -> variants.values().stream();
        SuiteOutcome outcome = new SuiteRunner(specification, List.of(full, chosen)).run();
        Map<String, RunResult> runs = new LinkedHashMap<>();
        System.out.println("strategy,layers,agreement,ms_per_token,decision_overhead_pct");
        for (RunResult run : outcome.runs()) {
            if (run.identity().kvPolicy().equals(KvPolicy.DEFER.id())) {
                runs.put(run.identity().label(), run);
                Map<String, String> columns = ResultsCsv.columns(run);
                System.out.print(
                        Csv.text(
                                List.of(
                                        List.of(
                                                run.identity().label(),
                                                columns.get("mean_layers"),
                                                columns.get("agreement"),
                                                columns.get("latency_ms_per_token"),
                                                columns.get("decision_overhead_pct")))));
            }
        }
        for (Choice choice : choices) {
            List<SampleResult> agent = samples(outcome, runs.get(choice.agent().label()));
            List<SampleResult> baseline = samples(outcome, runs.get(choice.baseline().label()));
            PairedTest comparison =
                    resampling
                            .compare(
                                    agreement(agent),
                                    agreement(baseline),
                                    Clusters.of(agent.stream().map(SampleResult::file).toList()),
                                    sums -> 100 * sums[0] / sums[1])
                            .orElseThrow();
            print(
                    "decoder",
                    choice.target(),
                    choice.agent().label(),
                    choice.baseline().label(),
                    comparison);
        }
    }

    private static List<SampleResult> samples(SuiteOutcome outcome, RunResult run) {
        return outcome.samples().get(run.identity().runId());
    }

    private static double[][] agreement(List<SampleResult> samples) {
        return samples.stream()
                .map(sample -> new double[] {sample.agreeingTokens(), sample.comparedTokens()})
                .toArray(double[][]::new);
    }
}
