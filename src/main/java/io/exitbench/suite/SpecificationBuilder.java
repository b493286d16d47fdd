package io.exitbench.suite;

import io.exitbench.agent.AgentRequest;
import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.Language;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.model.DecoderOptions;
import io.exitbench.result.cost.Tier;
import io.exitbench.settings.Setting;
import io.exitbench.suite.SuiteSpecification.Experiment;
import io.exitbench.suite.SuiteSpecification.ModelChoice;
import io.exitbench.suite.prepare.FineTuneChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Makes a {@link SuiteSpecification}; what is not said has the default of its {@link Setting}. */
public final class SpecificationBuilder {
    private final String name;
    private final Language language;
    private DataChoice data = DataChoice.embedded();
    private int samples = 100;
    private int context = 80;
    private Optional<Integer> newTokens = Optional.empty();
    private String model = "tiny-opt-code";
    private List<Integer> exits = List.of();
    private Optional<FineTuneChoice> fineTuning = Optional.empty();
    private Prefill prefill = Prefill.FULL;
    private String device = Setting.DEVICE.fallback();
    private String computeType = Setting.COMPUTE_TYPE.fallback();
    private int threads = DecoderOptions.AUTO;
    private int candidates = DecoderOptions.DEFAULT_CANDIDATES;
    private List<KvPolicy> kvPolicies = List.of(KvPolicy.DEFER);
    private Optional<Pattern> strategies = Optional.empty();
    private List<AgentRequest> agents = List.of();
    private Optional<Path> costs = Optional.empty();
    private boolean measuresBase = true;
    private long seed = Long.parseLong(Setting.SEED.fallback());
    private double margin = Double.parseDouble(Setting.MARGIN.fallback());
    private Tier tier = Tier.SMOKE;
    private double minutes = Double.parseDouble(Setting.MINUTES.fallback());
    private int blocks = Integer.parseInt(Setting.BLOCKS.fallback());
    private double cpuWatts = Double.parseDouble(Setting.CPU_WATTS.fallback());
    private OptionalDouble co2GramsPerKwh = OptionalDouble.empty();
    private OptionalDouble arrivalsPerSecond = OptionalDouble.empty();
    private double sampleLimit = Double.parseDouble(Setting.SAMPLE_LIMIT.fallback());
    private boolean inline;
    private SuiteSpecification.Places places;

    SpecificationBuilder(String name, Language language) {
        this.name = name;
        this.language = language;
    }

    /**
     * @param value where samples come from and how they are cut
     * @return this
     */
    public SpecificationBuilder data(DataChoice value) {
        data = value;
        return this;
    }

    /**
     * @param count of evaluation samples
     * @param promptTokens most tokens of a prompt
     * @return this
     */
    public SpecificationBuilder samples(int count, int promptTokens) {
        samples = count;
        context = promptTokens;
        return this;
    }

    /** Most tokens of a completion; without it what the protocol says. */
    public SpecificationBuilder newTokens(int value) {
        newTokens = Optional.of(value);
        return this;
    }

    /**
     * @param value embedded checkpoint, folder, hub name or {@code random:} shape
     * @param layers after which it may stop
     * @return this
     */
    public SpecificationBuilder model(String value, List<Integer> layers) {
        model = value;
        exits = layers;
        return this;
    }

    /** How the model is tuned for its exits. */
    public SpecificationBuilder fineTuning(FineTuneChoice value) {
        fineTuning = Optional.of(value);
        return this;
    }

    /** How deep prompts are run. */
    public SpecificationBuilder prefill(Prefill value) {
        prefill = value;
        return this;
    }

    /** Device and compute type as the settings of these names take them; 0 chooses threads. */
    public SpecificationBuilder device(String name, String type, int count) {
        device = name;
        computeType = type;
        threads = count;
        return this;
    }

    /** Candidates of a token, for strategies that look at them. */
    public SpecificationBuilder candidates(int count) {
        candidates = count;
        return this;
    }

    /** Factors of the experiment. */
    public SpecificationBuilder kvPolicies(List<KvPolicy> values) {
        kvPolicies = values;
        return this;
    }

    /** Finds the strategies to run; without it all but those on request. */
    public SpecificationBuilder strategies(Pattern value) {
        strategies = Optional.of(value);
        return this;
    }

    /**
     * @param values agents to train and run
     * @param table of layer costs measured elsewhere, if they are to be paid by one
     * @return this
     */
    public SpecificationBuilder agents(List<AgentRequest> values, Optional<Path> table) {
        agents = values;
        costs = table;
        return this;
    }

    /** Whether a tuned model's base is measured beside it. */
    public SpecificationBuilder base(boolean value) {
        measuresBase = value;
        return this;
    }

    /** Seed of everything that draws. */
    public SpecificationBuilder seed(long value) {
        seed = value;
        return this;
    }

    /**
     * @param points of Edit Similarity that may be lost and quality still counts as kept
     * @return this
     */
    public SpecificationBuilder margin(double points) {
        margin = points;
        return this;
    }

    /**
     * @param worth what costs are to be worth
     * @param suiteMinutes that the whole suite may take
     * @param repetitions of time and energy
     * @return this
     */
    public SpecificationBuilder measurement(Tier worth, double suiteMinutes, int repetitions) {
        tier = worth;
        minutes = suiteMinutes;
        blocks = repetitions;
        return this;
    }

    /**
     * @param watts of a busy core, for the estimate
     * @param grams of CO2 for a kWh, if stated
     * @param arrivals per second of the throughput mode, if wanted
     * @return this
     */
    public SpecificationBuilder energy(
            double watts, OptionalDouble grams, OptionalDouble arrivals) {
        cpuWatts = watts;
        co2GramsPerKwh = grams;
        arrivalsPerSecond = arrivals;
        return this;
    }

    /**
     * @param seconds after which a strategy may count as hanging
     * @param inThisProcess whether to measure without a process of its own
     * @return this
     */
    public SpecificationBuilder worker(double seconds, boolean inThisProcess) {
        sampleLimit = seconds;
        inline = inThisProcess;
        return this;
    }

    /**
     * @param results folder of this suite's results
     * @param made folder for what is made once
     * @param again whether an unfinished run is taken up again
     * @return this
     */
    public SpecificationBuilder places(Path results, Path made, boolean again) {
        places = new SuiteSpecification.Places(results, made, again);
        return this;
    }

    /**
     * @return the specification
     */
    public SuiteSpecification build() {
        return new SuiteSpecification(
                name,
                new SuiteSpecification.Task(
                        language,
                        data,
                        samples,
                        context,
                        newTokens.orElse(data.protocol().newTokens())),
                new ModelChoice(
                        model,
                        exits,
                        fineTuning,
                        prefill,
                        device,
                        computeType,
                        threads,
                        candidates),
                new Experiment(kvPolicies, strategies, agents, costs, measuresBase, seed, margin),
                new SuiteSpecification.Measurement(
                        tier,
                        minutes,
                        blocks,
                        cpuWatts,
                        co2GramsPerKwh,
                        arrivalsPerSecond,
                        Duration.ofNanos((long) (sampleLimit * 1e9)),
                        inline),
                places);
    }
}
