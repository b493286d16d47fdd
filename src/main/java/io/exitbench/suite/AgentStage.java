package io.exitbench.suite;

import io.exitbench.agent.AgentFamily;
import io.exitbench.agent.AgentRequest;
import io.exitbench.agent.AgentSettings;
import io.exitbench.agent.AgentTraining;
import io.exitbench.agent.LayerCosts;
import io.exitbench.agent.TrainedAgent;
import io.exitbench.agent.trace.Trace;
import io.exitbench.agent.trace.TraceHeader;
import io.exitbench.agent.trace.TracePrompt;
import io.exitbench.agent.trace.TraceRecorder;
import io.exitbench.agent.trace.TraceWriter;
import io.exitbench.dataset.CodeDataset;
import io.exitbench.dataset.CompletionSample;
import io.exitbench.dataset.Protocol;
import io.exitbench.dataset.Split;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.ExitLayers;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.LoadableModel;
import io.exitbench.result.StageMeter;
import io.exitbench.strategy.DenseLayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Brings the agents of a suite about: traces of the calibration split, measured costs where a
 * reward needs them, training. Each is made once and found by its digest the next time.
 */
public final class AgentStage {
    /** Characters of a prompt that are looked at again. */
    private static final int TAIL = 100;

    private final SuiteSpecification specification;
    private final LoadableModel checkpoint;

    /** Read once: it takes going through all weights. */
    private final String modelDigest;

    private final ExitLayers exits;
    private final DecoderModel model;
    private final CodeTokenizer tokenizer;
    private final EnergyMeter meter;

    /**
     * @param specification of the suite: exits, context, seed, cache
     * @param checkpoint that the model comes from
     * @param exits where agents decide
     * @param model loaded
     * @param tokenizer of the model
     * @param meter of training and costs
     */
    public AgentStage(
            SuiteSpecification specification,
            LoadableModel checkpoint,
            ExitLayers exits,
            DecoderModel model,
            CodeTokenizer tokenizer,
            EnergyMeter meter) {
        this.specification = specification;
        this.checkpoint = checkpoint;
        modelDigest = checkpoint.digest();
        this.exits = exits;
        this.model = model;
        this.tokenizer = tokenizer;
        this.meter = meter;
    }

    /**
     * @param requests agents that are wanted
     * @param data whose calibration split they learn from
     * @return an agent for each request, in order
     */
    public List<AgentFamily> train(List<AgentRequest> requests, CodeDataset data) {
        List<AgentFamily> families = new ArrayList<>();
        for (AgentRequest request : requests) {
            families.add(train(request, data));
        }
        return families;
    }

    private AgentFamily train(AgentRequest request, CodeDataset data) {
        AgentSettings settings = request.settings(specification.seed());
        Trace trace =
                trace(data, Split.CALIBRATION, request.completions(), request.readsNormalised());
        StoredLayerCosts stored =
                new StoredLayerCosts(specification, modelDigest, exits, model, meter);
        LayerCosts costs =
                request.needsCosts()
                        ? stored.get(count -> prompts(data, Split.CALIBRATION, count))
                        : null;
        AgentTraining training =
                new AgentTraining(
                        trace,
                        request.reward(trace.header().exits(), costs),
                        costs == null ? "" : costs.text(),
                        settings,
                        sketch(trace, settings.inputs().sketch()));
        Path agents = specification.cache().resolve("agents");
        TrainedAgent agent =
                training.train(agents, meter, System.err::println)
                        .requireFits(modelDigest, exits.layers());
        List<Path> spent = new ArrayList<>();
        spent.add(training.folder(agents));
        spent.add(traceFolder(trace.header()));
        if (costs != null) {
            spent.add(stored.folder());
        }
        return new AgentFamily(agent, request, training.folder(agents), spent);
    }

    /** The LM head's rows of the tokens that the full model gave most often. */
    private Optional<DenseLayer> sketch(Trace trace, int tokens) {
        if (tokens == 0) {
            return Optional.empty();
        }
        int[] counts = new int[checkpoint.config().vocabularySize()];
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
        float[][] rows = model.headRows(frequent);
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
     * Records completions of a split, or opens what was recorded.
     *
     * @param data with the split
     * @param split wanted
     * @param completions how many
     * @param normalised whether states are taken after the final norm
     */
    public Trace trace(CodeDataset data, Split split, int completions, boolean normalised) {
        List<Integer> layers = new ArrayList<>(exits.layers());
        layers.add(exits.modelLayers());
        TraceHeader header =
                new TraceHeader(
                        modelDigest,
                        data.files().digest(split),
                        exits.modelLayers(),
                        model.config().hiddenSize(),
                        layers,
                        normalised,
                        recording(split, completions));
        return trace(header, () -> prompts(data, split, completions));
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
        return specification.cache().resolve("traces").resolve(header.key());
    }

    private List<TracePrompt> prompts(CodeDataset data, Split split, int count) {
        int context =
                PromptSource.context(
                        specification.context(),
                        specification.newTokens(),
                        checkpoint.config().maxPositions());
        Protocol protocol = specification.data().protocol();
        return new PromptSource(tokenizer, context, specification.newTokens())
                .draw(data, split, protocol, count, specification.seed()).stream()
                        .map(this::prompt)
                        .toList();
    }

    private TracePrompt prompt(Prompt prompt) {
        CompletionSample sample = prompt.sample();
        // Words are tokenised one by one, so the prompt's last ones tell how the text goes on.
        String text = sample.prompt();
        String tail = text.substring(1 + text.lastIndexOf(' ', text.length() - TAIL));
        int[] before = tokenizer.encode(tail);
        // A line ends where the next token says so, which belongs to what is predicted.
        int[] whole = tokenizer.encode(tail + " " + sample.reference() + " <EOL>");
        boolean continued =
                whole.length > before.length
                        && Arrays.equals(before, 0, before.length, whole, 0, before.length);
        int[] reference =
                continued ? Arrays.copyOfRange(whole, before.length, whole.length) : new int[0];
        return new TracePrompt(sample.file(), prompt.tokens(), reference);
    }

    private CompletionLimit limit() {
        Protocol protocol = specification.data().protocol();
        return new CompletionText(
                        tokenizer, checkpoint.endTokens(), specification.language(), protocol)
                .limit(specification.newTokens());
    }

    private String recording(Split split, int completions) {
        return split
                + "|"
                + specification.data().protocol().id()
                + "|completions="
                + completions
                + "|context="
                + specification.context()
                + "|newTokens="
                + specification.newTokens()
                + "|seed="
                + specification.seed()
                + "|type="
                + model.type()
                + "|tokenizer="
                + tokenizer.digest()
                + "|ends="
                + new TreeSet<>(checkpoint.endTokens());
    }
}
