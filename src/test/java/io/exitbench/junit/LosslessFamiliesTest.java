package io.exitbench.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.dataset.Split;
import io.exitbench.decode.Completion;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.LosslessDecoder;
import io.exitbench.decode.Prefill;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.GoldenArchitectures;
import io.exitbench.settings.Settings;
import io.exitbench.strategy.CalibrationTraces;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Lossless;
import io.exitbench.strategy.SampleContext;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyVariant;
import io.exitbench.suite.SuiteSpecification;
import io.exitbench.suite.prepare.Prepare;
import io.exitbench.suite.prepare.Prepared;
import io.exitbench.suite.prepare.Prompt;
import io.exitbench.suite.prepare.PromptSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every variant of every lossless family on the class path writes what full depth writes. A few
 * prompts each, or with {@code -Dlossless=all} every sample that the default suites evaluate on and
 * 500 prompts for each architecture.
 */
class LosslessFamiliesTest {
    private static final boolean ALL = System.getProperty("lossless", "few").equals("all");
    private static final long SEED = 420;

    /** Of the golden checkpoints. */
    private static final int WORDS = 160;

    private static final CompletionLimit SHORT = new CompletionLimit(12, token -> token < 4);

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"py150.Py150Suite", "javacorpus.JavaCorpusSuite"})
    void onTheSamplesOfTheSuites(String suite) throws ClassNotFoundException {
        SuiteSpecification specification = specification(Class.forName(suite));
        try (Prepared prepared = new Prepare(specification).run();
                DecoderModel model = prepared.model().checkpoint().load(prepared.options())) {
            CompletionLimit limit = prepared.text().limit(specification.task().newTokens());
            requireFullDepth(
                    suite,
                    model,
                    prepared.exits(),
                    limit,
                    UnaryOperator.identity(),
                    prepared.prompts().stream().map(Prompt::tokens).toList(),
                    calibrationPrompts(specification, prepared));
        }
    }

    @ParameterizedTest
    @MethodSource("io.exitbench.model.GoldenArchitectures#names")
    void onEveryArchitecture(String name) {
        Random random = new Random(SEED);
        try (DecoderModel model = GoldenArchitectures.open(name).load(DecoderOptions.cpu())) {
            int layers = model.config().layers();
            ExitLayers exits = new ExitLayers(IntStream.range(1, layers).boxed().toList(), layers);
            requireFullDepth(
                    name,
                    model,
                    exits,
                    SHORT,
                    MisledStrategy::new,
                    prompts(random, ALL ? 500 : 4),
                    prompts(random, ALL ? 100 : 4));
        }
    }

    private SuiteSpecification specification(Class<?> suite) {
        Properties settings = new Properties();
        settings.setProperty("exitbench.data", "embedded");
        settings.setProperty("exitbench.device", "cpu");
        settings.setProperty("exitbench.agent", "none");
        settings.setProperty("exitbench.cache", folder.resolve("cache").toString());
        settings.setProperty("exitbench.output", folder.resolve("out").toString());
        if (!ALL) {
            settings.setProperty("exitbench.samples", "2");
        }
        return new SuiteAnnotations(suite, Settings.of(settings)).specification();
    }

    /** As many as suites calibrate by, if all. */
    private static List<int[]> calibrationPrompts(
            SuiteSpecification specification, Prepared prepared) {
        return new PromptSource(
                        prepared.tokenizer(),
                        prepared.context(),
                        specification.task().newTokens(),
                        prepared.text())
                        .draw(
                                prepared.data(),
                                Split.CALIBRATION,
                                prepared.protocol(),
                                ALL ? 500 : 2,
                                specification.experiment().seed())
                        .stream()
                        .map(Prompt::tokens)
                        .toList();
    }

    /** Half of them repeat themselves, so that there is something to look up. */
    private static List<int[]> prompts(Random random, int count) {
        List<int[]> prompts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] part = random.ints(1 + random.nextInt(10), 0, WORDS).toArray();
            int[] twice = Stream.of(part, part).flatMapToInt(IntStream::of).toArray();
            prompts.add(i % 2 == 0 ? part : twice);
        }
        return prompts;
    }

    private static void requireFullDepth(
            String where,
            DecoderModel model,
            ExitLayers exits,
            CompletionLimit limit,
            UnaryOperator<ExitStrategy> sight,
            List<int[]> prompts,
            List<int[]> calibration) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        try (EarlyExitDecoder full =
                new EarlyExitDecoder(model, exits, KvPolicy.PROPAGATE, Prefill.FULL)) {
            CalibrationTraces traces = traces(full, exits, limit, calibration);
            List<int[]> expected = new ArrayList<>();
            for (int[] prompt : prompts) {
                ExitStrategy never = seen -> ExitDecision.CONTINUE;
                expected.add(full.complete(prompt, limit, never, blind(prompt)).tokens());
            }
            for (StrategyVariant variant : variants(exits, traces)) {
                Lossless mode = variant.lossless().orElseThrow();
                try (LosslessDecoder decoder = new LosslessDecoder(model, exits, mode)) {
                    Outcome outcome = Outcome.NONE;
                    for (int i = 0; i < prompts.size(); i++) {
                        ExitStrategy strategy = sight.apply(variant.factory().get());
                        int[] prompt = prompts.get(i);
                        outcome =
                                outcome.and(
                                        decoder.complete(prompt, limit, strategy, blind(prompt)),
                                        expected.get(i));
                    }
                    outcomes.put(variant.label(), outcome);
                }
            }
        }
        System.out.println("Lossless on " + where + ", tokens against full depth:");
        outcomes.forEach((label, outcome) -> System.out.println("  " + label + ": " + outcome));
        assertThat(outcomes.values())
                .allSatisfy(outcome -> assertThat(outcome.equal()).isEqualTo(prompts.size()));
        Map<String, Long> drafted = new LinkedHashMap<>();
        outcomes.forEach(
                (label, outcome) ->
                        drafted.merge(label.split(" ")[0], outcome.draftedRows(), Long::sum));
        assertThat(drafted).as("rows of drafts by family").hasSizeGreaterThanOrEqualTo(6);
        assertThat(drafted.values()).allSatisfy(rows -> assertThat(rows).isPositive());
    }

    /**
     * Of several completions.
     *
     * @param equal whose tokens are full depth's
     * @param draftedRows layers that drafts ran to be verified, or that were thrown away with them
     */
    private record Outcome(int equal, int completions, long tokens, long draftedRows) {
        static final Outcome NONE = new Outcome(0, 0, 0, 0);

        Outcome and(Completion completion, int[] expected) {
            return new Outcome(
                    equal + (Arrays.equals(completion.tokens(), expected) ? 1 : 0),
                    completions + 1,
                    tokens + completion.tokens().length,
                    draftedRows
                            + completion.work().catchUpRows()
                            + completion.work().discardedRows());
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d of %d equal, %d tokens, %d rows of drafts",
                    equal,
                    completions,
                    tokens,
                    draftedRows);
        }
    }

    private static CalibrationTraces traces(
            EarlyExitDecoder full, ExitLayers exits, CompletionLimit limit, List<int[]> prompts) {
        ObservedTraces observed = new ObservedTraces(exits.layers());
        for (int[] prompt : prompts) {
            Completion completion = full.complete(prompt, limit, observed, blind(prompt));
            observed.end("prompt", completion.tokens().length);
        }
        return observed.traces();
    }

    private static List<StrategyVariant> variants(ExitLayers exits, CalibrationTraces traces) {
        List<StrategyVariant> lossless = new ArrayList<>();
        for (StrategyFamily family : StrategyScanner.families(LosslessFamiliesTest.class)) {
            StrategyContext context =
                    family.needsCalibration()
                            ? new StrategyContext(
                                    exits.layers(), exits.modelLayers(), SEED, () -> traces)
                            : new StrategyContext(exits.layers(), exits.modelLayers(), SEED);
            family.variants(context)
                    .filter(variant -> variant.lossless().isPresent())
                    .forEach(lossless::add);
        }
        return lossless;
    }

    private static SampleContext blind(int[] prompt) {
        return SampleContext.blind("sample", prompt.length);
    }
}
