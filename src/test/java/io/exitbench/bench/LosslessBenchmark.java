package io.exitbench.bench;

import io.exitbench.dataset.Language;
import io.exitbench.dataset.Split;
import io.exitbench.decode.Completion;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.Prefill;
import io.exitbench.energy.EnergyMeter;
import io.exitbench.energy.EnergyMeters;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.ModelLocator;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;
import io.exitbench.suite.SuiteSpecification;
import io.exitbench.suite.prepare.Prepare;
import io.exitbench.suite.prepare.Prepared;
import io.exitbench.suite.prepare.Prompt;
import io.exitbench.suite.prepare.PromptSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Time and energy of a token of every lossless mode beside full depth and plain exits, all over the
 * same tokens. {@code record MODEL LANGUAGE EXITS COMPLETIONS FILE} writes down what a model's
 * exits say while it completes prompts of the calibration split. {@code run MODEL FILE CONTEXT
 * REPETITIONS [MODES [COMPLETIONS]]} measures: the model that the file is of on its own prompts,
 * any other model on random prompts of that length with the recorded acceptance. The first half of
 * the file is what modes are calibrated by, the second half is measured; of each the first
 * COMPLETIONS, else all. A regular expression MODES chooses among modes; full depth is always
 * there.
 */
public final class LosslessBenchmark {
    private static final Path CACHE =
            Path.of(System.getProperty("exitbench.cache", System.getProperty("java.io.tmpdir")));
    private static final long SEED = 420;
    private static final int OVERSHOOT = 32;

    private LosslessBenchmark() {}

    /**
     * @param arguments as above
     */
    public static void main(String[] arguments) {
        if (arguments[0].equals("record")) {
            record(
                    arguments[1],
                    Language.valueOf(arguments[2]),
                    Arrays.stream(arguments[3].split(",")).map(Integer::valueOf).toList(),
                    Integer.parseInt(arguments[4]),
                    Path.of(arguments[5]));
        } else {
            run(
                    arguments[1],
                    RecordedCases.read(Path.of(arguments[2])),
                    Integer.parseInt(arguments[3]),
                    Integer.parseInt(arguments[4]),
                    Pattern.compile(arguments.length > 5 ? arguments[5] : ""),
                    arguments.length > 6 ? Integer.parseInt(arguments[6]) : Integer.MAX_VALUE);
        }
    }

    private static void record(
            String name, Language language, List<Integer> exitLayers, int count, Path file) {
        SuiteSpecification specification =
                SuiteSpecification.builder("lossless", language)
                        .model(name, exitLayers)
                        .places(CACHE.resolve("results"), CACHE, true)
                        .build();
        List<RecordedCase> cases = new ArrayList<>();
        int newTokens = specification.task().newTokens();
        try (Prepared prepared = new Prepare(specification).run();
                DecoderModel model = prepared.model().checkpoint().load(prepared.options());
                EarlyExitDecoder decoder =
                        new EarlyExitDecoder(
                                model, prepared.exits(), KvPolicy.PROPAGATE, Prefill.FULL)) {
            List<Prompt> prompts =
                    new PromptSource(
                                    prepared.tokenizer(),
                                    prepared.context(),
                                    newTokens,
                                    prepared.text())
                            .draw(
                                    prepared.data(),
                                    Split.CALIBRATION,
                                    prepared.protocol(),
                                    count,
                                    SEED);
            CompletionLimit limit = prepared.text().limit(newTokens);
            for (Prompt prompt : prompts) {
                Listener listener = new Listener();
                Completion done =
                        decoder.complete(
                                prompt.tokens(),
                                limit,
                                listener,
                                SampleContext.blind(prompt.sample().id(), prompt.tokens().length));
                cases.add(
                        new RecordedCase(
                                prompt.tokens(),
                                done.tokens(),
                                listener.predicted.toArray(int[][]::new),
                                listener.sure.toArray(float[][]::new)));
            }
            new RecordedCases(name, model.config().layers(), exitLayers, cases).write(file);
        }
    }

    /** Never leaves, and writes down what it sees. */
    private static final class Listener implements ExitStrategy {
        private final List<int[]> predicted = new ArrayList<>();
        private final List<float[]> sure = new ArrayList<>();

        @Override
        public ExitDecision decide(Observation seen) {
            if (seen.exitIndex() == 0) {
                predicted.add(new int[0]);
                sure.add(new float[0]);
            }
            int last = predicted.size() - 1;
            int exit = seen.exitIndex();
            predicted.set(last, Arrays.copyOf(predicted.get(last), exit + 1));
            sure.set(last, Arrays.copyOf(sure.get(last), exit + 1));
            predicted.get(last)[exit] = seen.argmax();
            sure.get(last)[exit] = seen.topProbability();
            return ExitDecision.CONTINUE;
        }
    }

    private static void run(
            String name,
            RecordedCases all,
            int context,
            int repetitions,
            Pattern wanted,
            int completions) {
        int half = all.cases().size() / 2;
        RecordedCases learned = all.part(0, Math.min(completions, half));
        int measurable = all.cases().size() - half;
        RecordedCases measured = all.part(half, half + Math.min(completions, measurable));
        boolean own = name.equals(all.model());
        int longest =
                measured.cases().stream().mapToInt(c -> c.tokens().length).max().orElseThrow();
        int prompt =
                own
                        ? measured.cases().stream()
                                .mapToInt(c -> c.prompt().length)
                                .max()
                                .orElseThrow()
                        : context;
        DecoderOptions options =
                DecoderOptions.choose("auto", "auto", prompt + longest + OVERSHOOT, 0);
        EnergyMeter meter = EnergyMeters.detect(options.device().isGpu(), 10);
        try (DecoderModel model = new ModelLocator(CACHE).find(name).load(options)) {
            int layers = model.config().layers();
            List<Integer> exitLayers = all.exitsOf(layers);
            ExitLayers exits = new ExitLayers(exitLayers, layers);
            List<LosslessCourse.Played> played =
                    own ? LosslessCourse.own(measured) : replayed(model, exits, measured, context);
            LosslessModes modes =
                    new LosslessModes(learned.traces(exitLayers), exitLayers, layers, SEED);
            System.out.printf(
                    "# %s on %s, %s, %s; %s%n",
                    name, model.device(), model.type(), model.execution(), meter.source());
            System.out.printf(
                    "# exits %s of %d; %d completions, %d tokens of %s %s; %s%n",
                    exitLayers,
                    layers,
                    played.size(),
                    played.stream().mapToInt(p -> p.tokens().length).sum(),
                    all.model(),
                    own ? "on its own prompts" : "replayed after " + context + " random tokens",
                    "tokens/round: verified together; kept: drafts that were right");
            LosslessCourse course = new LosslessCourse(model, exits, meter, played, own);
            if (model.device().isGpu()) {
                course.print(modes.matching(wanted), repetitions);
            } else {
                course.printFastest(modes.matching(wanted), repetitions);
            }
        }
    }

    /** The model's own tokens after random prompts, as many as were recorded. */
    private static List<LosslessCourse.Played> replayed(
            DecoderModel model, ExitLayers exits, RecordedCases cases, int context) {
        int vocabulary = model.config().vocabularySize();
        Random random = new Random(SEED);
        List<LosslessCourse.Played> played = new ArrayList<>();
        try (EarlyExitDecoder decoder =
                new EarlyExitDecoder(model, exits, KvPolicy.DEFER, Prefill.FULL)) {
            for (RecordedCase each : cases.cases()) {
                int[] prompt = random.ints(context, 3, vocabulary).toArray();
                int[] tokens =
                        decoder.complete(
                                        prompt,
                                        new CompletionLimit(each.tokens().length, token -> false),
                                        seen -> ExitDecision.CONTINUE,
                                        SampleContext.blind("own", context))
                                .tokens();
                played.add(
                        new LosslessCourse.Played(
                                prompt,
                                tokens,
                                new CaseReplay(each, exits.layers(), vocabulary, context, tokens)));
            }
        }
        return played;
    }
}
