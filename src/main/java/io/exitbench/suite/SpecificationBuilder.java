package io.exitbench.suite;

import io.exitbench.agent.AgentRequest;
import io.exitbench.dataset.DataChoice;
import io.exitbench.dataset.Language;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.Graphs;
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
    private int previewRank;
    private Graphs graphs = Graphs.AUTO;
    private List<KvPolicy> kvPolicies = List.of(KvPolicy.DEFER);
    private List<Integer> batches = List.of(1);
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
    private boolean distributed;
    private List<Integer> devices = List.of();
    private SuiteSpecification.Places places;

    SpecificationBuilder(String name, Language language) {
        this.name = name;
        this.language = language;
    }

    /** Where samples come from and how they are cut. */
    public SpecificationBuilder data(DataChoice value) {
        data = value;
        return this;
    }

    /** So many samples of evaluation, and most tokens of a prompt. */
    public SpecificationBuilder samples(int count, int promptTokens) {
        samples = count;
        context = promptTokens;
        return this;
    }

    /**
     * Most tokens of a completion; without it what the protocol says.
     *
     * @param value at least 1
     * @return this
     */
    public SpecificationBuilder newTokens(int value) {
        newTokens = Optional.of(value);
        return this;
    }

    /** Checkpoint, folder, hub name or {@code random:} shape, and where it may stop. */
    public SpecificationBuilder model(String value, List<Integer> layers) {
        model = value;
        exits = layers;
        return this;
    }

    /**
     * How the model is tuned for its exits.
     *
     * @param value checkpoint that was shipped, or settings to tune with
     * @return this
     */
    public SpecificationBuilder fineTuning(FineTuneChoice value) {
        fineTuning = Optional.of(value);
        return this;
    }

    /**
     * How deep prompts are run.
     *
     * @param value all layers, or as many as it says
     * @return this
     */
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

    /**
     * Candidates of a token, for strategies that look at them.
     *
     * @param count at least 2
     * @return this
     */
    public SpecificationBuilder candidates(int count) {
        candidates = count;
        return this;
    }

    /**
     * How candidates are chosen.
     *
     * @param rank of a preview of the LM head, a multiple of 8, or 0 for the whole head
     * @return this
     */
    public SpecificationBuilder previewRank(int rank) {
        previewRank = rank;
        return this;
    }

    /**
     * Whether a GPU decodes with CUDA graphs.
     *
     * @param choice of it
     * @return this
     */
    public SpecificationBuilder graphs(Graphs choice) {
        graphs = choice;
        return this;
    }

    /**
     * Factors of the experiment.
     *
     * @param values policies that every strategy is run under, in order
     * @return this
     */
    public SpecificationBuilder kvPolicies(List<KvPolicy> values) {
        kvPolicies = values;
        return this;
    }

    /**
     * Completions at a time, another factor.
     *
     * @param values each at least 1
     * @return this
     */
    public SpecificationBuilder batches(List<Integer> values) {
        batches = values;
        return this;
    }

    /**
     * Whether completions alone are made, by a cluster.
     *
     * @param value of it
     * @return this
     */
    public SpecificationBuilder distributed(boolean value) {
        distributed = value;
        return this;
    }

    /**
     * GPUs that share the blocks.
     *
     * @param values their numbers; none for one GPU
     * @return this
     */
    public SpecificationBuilder devices(List<Integer> values) {
        devices = values;
        return this;
    }

    /**
     * Finds the strategies to run; without it all but those on request.
     *
     * @param value searched for in a strategy's name and parameters
     * @return this
     */
    public SpecificationBuilder strategies(Pattern value) {
        strategies = Optional.of(value);
        return this;
    }

    /** Agents to train and run, and layer costs measured elsewhere that they are paid by. */
    public SpecificationBuilder agents(List<AgentRequest> values, Optional<Path> table) {
        agents = values;
        costs = table;
        return this;
    }

    /**
     * Whether a tuned model's base is measured beside it.
     *
     * @param value false leaves out the run of the model before tuning
     * @return this
     */
    public SpecificationBuilder base(boolean value) {
        measuresBase = value;
        return this;
    }

    /**
     * Seed of everything that draws.
     *
     * @param value the same seed gives the same samples, completions and scores
     * @return this
     */
    public SpecificationBuilder seed(long value) {
        seed = value;
        return this;
    }

    /** Points of Edit Similarity that may be lost and quality still counts as kept. */
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
     * @param watts of a busy core, for the estimate; 0 for none
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

    /** When a strategy counts as hanging, and whether to measure without a process of its own. */
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
                        candidates,
                        previewRank,
                        graphs),
                new Experiment(
                        kvPolicies, batches, strategies, agents, costs, measuresBase, seed, margin),
                new SuiteSpecification.Measurement(
                        tier,
                        minutes,
                        blocks,
                        cpuWatts,
                        co2GramsPerKwh,
                        arrivalsPerSecond,
                        Duration.ofNanos((long) (sampleLimit * 1e9)),
                        inline,
                        distributed,
                        devices),
                places);
    }
}
