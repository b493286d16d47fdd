package io.exitbench.junit;

import io.exitbench.ExitBenchException;
import io.exitbench.agent.AgentRequest;
import io.exitbench.agent.Feature;
import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.Language;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.Graphs;
import io.exitbench.result.cost.Tier;
import io.exitbench.settings.Setting;
import io.exitbench.settings.Settings;
import io.exitbench.settings.WritableFolder;
import io.exitbench.suite.SpecificationBuilder;
import io.exitbench.suite.SuiteSpecification;
import io.exitbench.suite.prepare.FineTuneChoice;
import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Merges a suite's annotations with the settings; what the user gives wins. */
final class SuiteAnnotations {
    private final Class<?> suite;
    private final Settings settings;

    SuiteAnnotations(Class<?> suite, Settings settings) {
        this.suite = suite;
        this.settings = settings;
    }

    SuiteSpecification specification() {
        String dataset = required(Dataset.class).value();
        Samples samples = required(Samples.class);
        DataChoice data = new DataSettings(settings).choice();
        SpecificationBuilder builder =
                SuiteSpecification.builder(dataset, language(dataset))
                        .data(data)
                        .samples(
                                settings.positive(Setting.SAMPLES, samples.value()),
                                settings.positive(Setting.CONTEXT, samples.context()))
                        .newTokens(
                                settings.positive(Setting.NEW_TOKENS, data.protocol().newTokens()))
                        .model(
                                settings.given(Setting.MODEL)
                                        .orElseGet(() -> required(Model.class).value()),
                                exits())
                        .prefill(prefill())
                        .device(
                                settings.choice(Setting.DEVICE, "auto", "cpu", "gpu"),
                                settings.choice(
                                        Setting.COMPUTE_TYPE,
                                        "auto",
                                        "float32",
                                        "float16",
                                        "bfloat16"),
                                settings.text(Setting.THREADS).equals("auto")
                                        ? DecoderOptions.AUTO
                                        : settings.positive(Setting.THREADS))
                        .candidates(settings.positive(Setting.CANDIDATES))
                        .previewRank(settings.notNegative(Setting.PREVIEW_RANK))
                        .graphs(Graphs.parse(settings.text(Setting.GRAPHS)))
                        .kvPolicies(kvPolicies())
                        .batches(batches())
                        .devices(devices())
                        .agents(agents(), costs())
                        .base(settings.choice(Setting.BASE, "measure", "skip").equals("measure"))
                        .seed(settings.seed())
                        .margin(settings.positiveNumber(Setting.MARGIN))
                        .measurement(
                                tier(),
                                settings.positiveNumber(Setting.MINUTES),
                                settings.positive(Setting.BLOCKS, samples.blocks()))
                        .energy(
                                settings.positiveNumber(Setting.CPU_WATTS),
                                numberOrNone(Setting.CO2),
                                numberOrNone(Setting.ARRIVAL_RATE))
                        .worker(
                                settings.positiveNumber(Setting.SAMPLE_LIMIT),
                                worker().equals("inline"))
                        .distributed(worker().equals("spark"))
                        .places(
                                WritableFolder.require(
                                        Setting.OUTPUT.key(),
                                        settings.path(Setting.OUTPUT).resolve(dataset)),
                                WritableFolder.require(Setting.CACHE.key(), settings.cache()),
                                settings.choice(Setting.RESUME, "true", "false").equals("true"));
        fineTuning().ifPresent(builder::fineTuning);
        strategies().ifPresent(builder::strategies);
        return builder.build().declaredBy(suite.getName());
    }

    private Optional<FineTuneChoice> fineTuning() {
        String source = settings.choice(Setting.FINETUNE, "shipped", "train", "none");
        return Optional.ofNullable(suite.getAnnotation(FineTune.class))
                .map(
                        tune ->
                                new FineTuneChoice(
                                        FineTuneChoice.Source.valueOf(
                                                source.toUpperCase(Locale.ROOT)),
                                        Optional.of(tune.shipped()).filter(s -> !s.isEmpty()),
                                        FineTuneReader.settings(tune, exits(), settings.seed())));
    }

    private List<Integer> exits() {
        return settings.numbers(Setting.EXITS)
                .orElseGet(() -> boxed(required(AllowedExits.class).value()));
    }

    /** Agents to train for the suite, in the order of their annotations. */
    private List<AgentRequest> agents() {
        String choice = settings.choice(Setting.AGENT, "shipped", "train", "both", "none");
        List<AgentRequest> agents = new ArrayList<>();
        for (ReinforcementLearningAgent agent :
                suite.getAnnotationsByType(ReinforcementLearningAgent.class)) {
            Optional<String> shipped = Optional.of(agent.shipped()).filter(s -> !s.isEmpty());
            boolean takes = shipped.isPresent() && !choice.equals("train");
            boolean trains = !takes || choice.equals("both") && agent.trainedBeside();
            if (takes && !choice.equals("none")) {
                agents.add(agent(agent, agent.lambda(), Optional.empty(), shipped));
            }
            if (trains && !choice.equals("none")) {
                // One run shows that the training works; more would cost time and say little.
                double[] all = agent.lambda();
                double[] lambda = takes ? new double[] {all[all.length / 2]} : all;
                seeds(agent)
                        .forEach(seed -> agents.add(agent(agent, lambda, seed, Optional.empty())));
            }
        }
        return agents;
    }

    private static AgentRequest agent(
            ReinforcementLearningAgent agent,
            double[] lambda,
            Optional<Long> seed,
            Optional<String> shipped) {
        return new AgentRequest(
                agent.reward(),
                Arrays.stream(lambda).boxed().toList(),
                Arrays.stream(agent.thresholds()).boxed().toList(),
                agent.temperature(),
                agent.preset(),
                agent.normalised(),
                Feature.parse(List.of(agent.features())),
                agent.stop(),
                agent.completions(),
                seed,
                shipped);
    }

    /** Of several trainings, or the suite's own, which is not named. */
    private List<Optional<Long>> seeds(ReinforcementLearningAgent agent) {
        List<Long> seeds =
                settings.numbers(Setting.AGENT_SEEDS)
                        .map(given -> given.stream().map(Integer::longValue).toList())
                        .orElseGet(() -> Arrays.stream(agent.seeds()).boxed().toList());
        return seeds.isEmpty()
                ? List.of(Optional.empty())
                : seeds.stream().distinct().map(Optional::of).toList();
    }

    private Optional<Path> costs() {
        return settings.given(Setting.COSTS)
                .filter(value -> !value.equals(Setting.COSTS.fallback()))
                .map(value -> settings.path(Setting.COSTS));
    }

    private Tier tier() {
        return Tier.valueOf(
                settings.choice(Setting.TIER, "smoke", "publish").toUpperCase(Locale.ROOT));
    }

    private OptionalDouble numberOrNone(Setting setting) {
        return settings.text(setting).equals("none")
                ? OptionalDouble.empty()
                : OptionalDouble.of(settings.positiveNumber(setting));
    }

    private <A extends Annotation> A required(Class<A> type) {
        A annotation = suite.getAnnotation(type);
        if (annotation == null) {
            throw new ExitBenchException(
                    "The suite "
                            + suite.getName()
                            + " lacks @"
                            + type.getSimpleName()
                            + "; add it to the class.");
        }
        return annotation;
    }

    private static Language language(String dataset) {
        return switch (dataset) {
            case "py150" -> Language.PYTHON;
            case "javacorpus" -> Language.JAVA;
            default ->
                    throw new ExitBenchException(
                            "There is no data set \""
                                    + dataset
                                    + "\"; there are py150, javacorpus.");
        };
    }

    private static List<Integer> boxed(int[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private List<KvPolicy> kvPolicies() {
        String given = settings.given(Setting.KV_POLICY).orElse("");
        if (given.isEmpty()) {
            return List.of(required(KvPolicies.class).value());
        }
        if (given.equals("all")) {
            return List.of(KvPolicy.values());
        }
        return Arrays.stream(given.split(",")).map(KvPolicy::parse).toList();
    }

    private List<Integer> batches() {
        return settings.numbers(Setting.BATCH, 1)
                .orElseGet(
                        () ->
                                Optional.ofNullable(suite.getAnnotation(Batch.class))
                                        .map(batch -> boxed(batch.value()))
                                        .orElse(List.of(1)));
    }

    private String worker() {
        return settings.choice(Setting.WORKER, "process", "inline", "spark");
    }

    private List<Integer> devices() {
        return settings.text(Setting.DEVICES).equals(Setting.DEVICES.fallback())
                ? List.of()
                : settings.numbers(Setting.DEVICES, 0).orElseThrow();
    }

    private Prefill prefill() {
        return settings.text(Setting.PREFILL).equals("full")
                ? Prefill.FULL
                : new Prefill(settings.positive(Setting.PREFILL));
    }

    private Optional<Pattern> strategies() {
        String wanted = settings.text(Setting.STRATEGIES);
        if (wanted.equals(Setting.STRATEGIES.fallback())) {
            return Optional.empty();
        }
        try {
            return Optional.of(Pattern.compile(wanted));
        } catch (PatternSyntaxException e) {
            throw Settings.malformed(
                    Setting.STRATEGIES,
                    settings.text(Setting.STRATEGIES),
                    "a regular expression",
                    e);
        }
    }
}
