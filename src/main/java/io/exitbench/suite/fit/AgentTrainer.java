package io.exitbench.suite.fit;

import io.exitbench.ExitBenchException;
import io.exitbench.agent.AgentRequest;
import io.exitbench.agent.AgentSettings;
import io.exitbench.agent.AgentTraining;
import io.exitbench.agent.LayerCosts;
import io.exitbench.agent.LayerCostsFile;
import io.exitbench.agent.trace.Trace;
import io.exitbench.agent.trace.TraceHeader;
import io.exitbench.agent.trace.TracePrompt;
import io.exitbench.agent.trace.TraceRecorder;
import io.exitbench.agent.trace.TraceWriter;
import io.exitbench.dataset.CompletionSample;
import io.exitbench.dataset.Split;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.KvPolicy;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.StageMeter;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DenseLayer;
import io.exitbench.suite.SuiteSpecification;
import io.exitbench.suite.SuiteSpecification.Task;
import io.exitbench.suite.prepare.Prepared;
import io.exitbench.suite.prepare.Prompt;
import io.exitbench.suite.prepare.PromptSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Brings the agents of a suite about: traces of the calibration split, costs where a reward needs
 * them, training. Each is made once and found by its digest the next time.
 */
public final class AgentTrainer {
    /** Characters of a prompt that are looked at again. */
    private static final int TAIL = 100;

    private final SuiteSpecification specification;
    private final Prepared prepared;

    private final DecoderModel model;
    private final EnergyMeter meter;

    /**
     * @param specification of the suite: context, seed, cache
     * @param prepared model, exits, tokenizer and data
     * @param model loaded
     * @param meter of the training
     */
    public AgentTrainer(
            SuiteSpecification specification,
            Prepared prepared,
            DecoderModel model,
            EnergyMeter meter) {
        this.specification = specification;
        this.prepared = prepared;
        this.model = model;
        this.meter = meter;
    }

    /**
     * @param requests agents that are wanted
     * @return an agent for each request, in order
     */
    public List<FittedAgent> train(List<AgentRequest> requests) {
        return requests.stream().map(this::train).toList();
    }

    private FittedAgent train(AgentRequest request) {
        AgentSettings settings = request.settings(specification.experiment().seed());
        Trace trace = trace(Split.CALIBRATION, request.completions(), request.readsNormalised());
        LayerCosts costs = request.needsCosts() ? costs(settings) : null;
        AgentTraining training =
                new AgentTraining(
                        trace,
                        request.reward(trace.header().exits(), costs),
                        costs == null ? "" : costs.text(),
                        settings,
                        sketch(trace, settings.inputs().sketch()));
        Path agents = specification.places().cache().resolve("agents");
        training.train(agents, meter, System.err::println)
                .requireFits(prepared.modelDigest(), prepared.exits().layers());
        Path folder = training.folder(agents);
        return new FittedAgent(
                request,
                folder.toString(),
                List.of(folder.toString(), traceFolder(trace.header()).toString()));
    }

    private LayerCosts costs(AgentSettings settings) {
        Optional<Path> given = specification.experiment().costs();
        if (given.isPresent()) {
            return LayerCostsFile.read(given.get())
                    .orElseThrow(
                            () ->
                                    new ExitBenchException(
                                            "There is no table of layer costs "
                                                    + given.get()
                                                    + "; write one with exitbench layer-costs or"
                                                    + " leave exitbench.costs out."));
        }
        KvPolicy policy = specification.experiment().kvPolicies().get(0);
        return ArithmeticCosts.of(model.config(), prepared.exits(), policy, settings);
    }

    /** The LM head's rows of the tokens that the full model gave most often. */
    private Optional<DenseLayer> sketch(Trace trace, int tokens) {
        if (tokens == 0) {
            return Optional.empty();
        }
        int[] counts = new int[model.config().vocabularySize()];
        int last = trace.header().exits().size() - 1;
        for (long token = 0; token < trace.tokens(); token++) {
            counts[trace.argmax(token, last)]++;
        }
        int[] frequent =
                IntStream.range(0, counts.length)
                        .boxed()
                        .sorted(Comparator.comparingInt(token -> -counts[token]))
                        .limit(tokens)
                        .mapToInt(Integer::intValue)
                        .toArray();
        float[][] rows = model.head().rows(frequent);
        int width = rows[0].length;
        float[] weights = new float[width * rows.length];
        for (int out = 0; out < rows.length; out++) {
            for (int in = 0; in < width; in++) {
                weights[in * rows.length + out] = rows[out][in];
            }
        }
        return Optional.of(new DenseLayer(width, rows.length, weights, new float[rows.length]));
    }

    /**
     * Records completions of the calibration split, unless that was done before.
     *
     * @param completions how many
     * @return file of the trace
     */
    Path calibration(int completions) {
        TraceHeader header = trace(Split.CALIBRATION, completions, true).header();
        return TraceWriter.fileFor(traceFolder(header), header).toAbsolutePath();
    }

    /**
     * Records completions of a split, or opens what was recorded.
     *
     * @param split wanted
     * @param completions how many
     * @param normalised whether states are taken after the final norm
     */
    public Trace trace(Split split, int completions, boolean normalised) {
        List<Integer> layers = new ArrayList<>(prepared.exits().layers());
        layers.add(prepared.exits().modelLayers());
        TraceHeader header =
                new TraceHeader(
                        prepared.modelDigest(),
                        prepared.data().files().digest(split),
                        prepared.exits().modelLayers(),
                        model.config().stateSize(normalised),
                        layers,
                        normalised,
                        recording(split, completions));
        return trace(header, () -> prompts(split, completions));
    }

    private Trace trace(TraceHeader header, Supplier<List<TracePrompt>> prompts) {
        Path folder = traceFolder(header);
        TraceRecorder recorder = new TraceRecorder(model, header, limit());
        if (Files.exists(TraceWriter.fileFor(folder, header))) {
            return recorder.record(folder, prompts);
        }
        try (StageMeter energy = StageMeter.begin("trace", meter, folder)) {
            Trace trace = recorder.record(folder, prompts);
            energy.save();
            return trace;
        }
    }

    /** A folder for each trace, since what recording it has cost lies beside it. */
    private Path traceFolder(TraceHeader header) {
        return specification.places().cache().resolve("traces").resolve(header.key());
    }

    private List<TracePrompt> prompts(Split split, int count) {
        Task task = specification.task();
        return new PromptSource(
                        prepared.tokenizer(), prepared.context(), task.newTokens(), prepared.text())
                        .draw(
                                prepared.data(),
                                split,
                                prepared.protocol(),
                                count,
                                specification.experiment().seed())
                        .stream()
                        .map(this::prompt)
                        .toList();
    }

    private TracePrompt prompt(Prompt prompt) {
        CompletionSample sample = prompt.sample();
        // Words are tokenised one by one, so the prompt's last ones tell how the text goes on.
        String text = prepared.text().prompt(sample);
        String tail = text.substring(1 + text.lastIndexOf(' ', text.length() - TAIL));
        int[] before = prepared.tokenizer().encode(tail);
        // A line ends where the next token says so, which belongs to what is predicted.
        int[] whole = prepared.tokenizer().encode(tail + prepared.text().continuation(sample));
        boolean continued =
                whole.length > before.length
                        && Arrays.equals(before, 0, before.length, whole, 0, before.length);
        int[] known =
                continued ? Arrays.copyOfRange(whole, before.length, whole.length) : new int[0];
        return new TracePrompt(sample.file(), prompt.tokens(), known);
    }

    private CompletionLimit limit() {
        return prepared.text().limit(specification.task().newTokens());
    }

    private String recording(Split split, int completions) {
        Task task = specification.task();
        return split
                + "|references=3|candidates="
                + model.candidates()
                + "|"
                + prepared.protocol().id()
                + "|completions="
                + completions
                + "|context="
                + task.context()
                + "|newTokens="
                + task.newTokens()
                + "|seed="
                + specification.experiment().seed()
                + "|type="
                + model.type()
                + "|tokenizer="
                + prepared.tokenizer().digest()
                + "|model="
                + prepared.modelText();
    }
}
