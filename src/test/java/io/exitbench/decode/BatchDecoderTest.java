package io.exitbench.decode;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import io.exitbench.calibration.MadeUpTraces;
import io.exitbench.junit.ClassPathScan;
import io.exitbench.junit.StrategyScanner;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.CodeTokenizer;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.DenseLayer;
import io.exitbench.model.EmbeddedCheckpoints;
import io.exitbench.model.ExitNet;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyFamily;
import io.exitbench.strategy.StrategyVariant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A completion in a batch is the one that is made alone. */
class BatchDecoderTest {
    private static final String CODE =
            """
            import os

            class Reader(object):
                def __init__(self, path, limit=None):
                    self.path = path
                    self.limit = limit

                def lines(self):
                    with open(self.path) as source:
                        for number, line in enumerate(source):
                            if self.limit is not None and number >= self.limit:
                                break
                            yield line.rstrip("\\n")
            """;

    private static final int NEW_TOKENS = 6;

    /** Little: every decoder makes room for as many positions. */
    private static final int WINDOW = 96;

    private static final int SAMPLES = 9;
    private static final int FEWER = 3;
    private static final List<Integer> EXITS = List.of(2, 4, 6, 8, 10);

    private static final Map<String, DecoderModel> MODELS = new HashMap<>();
    private static final Map<String, List<int[]>> PROMPTS = new HashMap<>();

    @BeforeAll
    static void load(@TempDir Path cache) {
        for (String name : List.of("tiny-opt-code", "tiny-llama-code")) {
            Checkpoint checkpoint = new EmbeddedCheckpoints(cache).open(name);
            MODELS.put(
                    name,
                    checkpoint.load(new DecoderOptions(Device.cpu(), DataType.FLOAT32, WINDOW, 1)));
            try (CodeTokenizer tokenizer = checkpoint.tokenizer()) {
                int[] text = tokenizer.encode(CODE);
                List<int[]> prompts = new ArrayList<>();
                // Of one token, and of very different lengths, in no order of them.
                for (int length : new int[] {40, 1, 17, 60, 2, 33, 9, 51, 24}) {
                    prompts.add(Arrays.copyOf(text, Math.min(length, text.length)));
                }
                PROMPTS.put(name, prompts);
            }
        }
    }

    @AfterAll
    static void close() {
        MODELS.values().forEach(DecoderModel::close);
    }

    /** Ends at different lengths, so that places are given on at different times. */
    private static CompletionLimit limit() {
        return new CompletionLimit(NEW_TOKENS, token -> token % 5 == 0);
    }

    private static SampleContext context(int sample) {
        return SampleContext.blind("s" + sample, 0);
    }

    private static List<Completion> alone(
            String model, ExitLayers exits, KvPolicy policy, Supplier<ExitStrategy> strategy) {
        return alone(model, exits, policy, Prefill.FULL, SAMPLES, strategy);
    }

    private static List<Completion> alone(
            String model,
            ExitLayers exits,
            KvPolicy policy,
            Prefill prefill,
            int samples,
            Supplier<ExitStrategy> strategy) {
        List<Completion> completions = new ArrayList<>();
        try (EarlyExitDecoder decoder =
                new EarlyExitDecoder(MODELS.get(model), exits, policy, prefill)) {
            for (int i = 0; i < samples; i++) {
                completions.add(
                        decoder.complete(
                                PROMPTS.get(model).get(i), limit(), strategy.get(), context(i)));
            }
        }
        return completions;
    }

    private static List<Completion> together(
            String model,
            ExitLayers exits,
            KvPolicy policy,
            int batch,
            Supplier<ExitStrategy> strategy) {
        return together(model, exits, policy, Prefill.FULL, SAMPLES, batch, strategy);
    }

    private static List<Completion> together(
            String model,
            ExitLayers exits,
            KvPolicy policy,
            Prefill prefill,
            int samples,
            int batch,
            Supplier<ExitStrategy> strategy) {
        List<BatchRequest> requests =
                IntStream.range(0, samples)
                        .mapToObj(
                                i ->
                                        BatchRequest.complete(
                                                PROMPTS.get(model).get(i),
                                                limit(),
                                                strategy.get(),
                                                context(i)))
                        .toList();
        return run(model, exits, policy, prefill, batch, requests);
    }

    private static List<Completion> run(
            String model,
            ExitLayers exits,
            KvPolicy policy,
            Prefill prefill,
            int batch,
            List<BatchRequest> requests) {
        Map<BatchRequest, Completion> done = new HashMap<>();
        try (BatchDecoder decoder =
                new BatchDecoder(MODELS.get(model), exits, policy, prefill, batch, 80)) {
            decoder.run(requests.iterator(), done::put);
        }
        return requests.stream().map(done::get).toList();
    }

    private static void requireEqual(List<Completion> batched, List<Completion> alone) {
        for (int i = 0; i < alone.size(); i++) {
            assertThat(batched.get(i).tokens())
                    .as("tokens of %d", i)
                    .isEqualTo(alone.get(i).tokens());
            assertThat(batched.get(i).exitLayers())
                    .as("exits of %d", i)
                    .isEqualTo(alone.get(i).exitLayers());
            assertThat(batched.get(i).abstained()).isEqualTo(alone.get(i).abstained());
            assertThat(batched.get(i).tokenNanos()).hasSameSizeAs(alone.get(i).tokens());
        }
    }

    private static ExitLayers exits(String model) {
        int layers = MODELS.get(model).config().layers();
        return new ExitLayers(EXITS.stream().filter(exit -> exit < layers).toList(), layers);
    }

    /** Looks at everything, leaves anywhere, and sometimes ends a completion. */
    private static final class Erratic implements ExitStrategy {
        private Random random;

        @Override
        public void beginSample(SampleContext sample) {
            random = new Random(sample.id().hashCode());
        }

        @Override
        public ExitDecision decide(Observation seen) {
            double drawn = random.nextDouble();
            if (drawn < 0.02) {
                return ExitDecision.STOP;
            }
            boolean looks = drawn < 0.4;
            return looks && seen.topProbability() > drawn || drawn > 0.9
                    ? ExitDecision.EXIT
                    : ExitDecision.CONTINUE;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tiny-opt-code, PROPAGATE",
        "tiny-opt-code, DEFER",
        "tiny-opt-code, RECOMPUTE",
        "tiny-opt-code, NONE",
        "tiny-llama-code, PROPAGATE",
        "tiny-llama-code, DEFER",
        "tiny-llama-code, RECOMPUTE",
        "tiny-llama-code, NONE"
    })
    void tokensAreThoseOfBatchOneWhateverThePolicy(String model, KvPolicy policy) {
        List<Completion> alone = alone(model, exits(model), policy, Erratic::new);
        assertThat(alone).anyMatch(Completion::abstained);
        for (int batch : new int[] {1, 3, 8}) {
            List<Completion> together = together(model, exits(model), policy, batch, Erratic::new);
            requireEqual(together, alone);
            for (int i = 0; i < alone.size(); i++) {
                WorkLedger one = alone.get(i).work();
                WorkLedger of = together.get(i).work();
                assertThat(of.prefillRows()).isEqualTo(one.prefillRows());
                assertThat(of.ownRows()).isEqualTo(one.ownRows());
                assertThat(of.catchUpRows()).isEqualTo(one.catchUpRows());
                assertThat(of.discardedRows()).isEqualTo(one.discardedRows());
                assertThat(of.projectionRows()).isEqualTo(one.projectionRows());
                if (batch == 1) {
                    assertThat(of).isEqualTo(one);
                }
            }
            if (batch > 1) {
                assertThat(sum(together, WorkLedger::layerPasses))
                        .isLessThan(sum(alone, WorkLedger::layerPasses));
                assertThat(sum(together, WorkLedger::prefillPasses) == 0)
                        .isEqualTo(policy == KvPolicy.NONE);
                assertThat(sum(together, WorkLedger::prefillPasses))
                        .isLessThanOrEqualTo(sum(alone, WorkLedger::prefillPasses) * 3 / 4);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"PROPAGATE", "DEFER", "RECOMPUTE"})
    void tokensAreThoseOfBatchOneAfterAShallowPrefill(KvPolicy policy) {
        Prefill shallow = new Prefill(5);
        requireEqual(
                together(
                        "tiny-opt-code",
                        exits("tiny-opt-code"),
                        policy,
                        shallow,
                        SAMPLES,
                        4,
                        Erratic::new),
                alone(
                        "tiny-opt-code",
                        exits("tiny-opt-code"),
                        policy,
                        shallow,
                        SAMPLES,
                        Erratic::new));
    }

    private static long sum(List<Completion> completions, ToLongFunction<WorkLedger> count) {
        return completions.stream().map(Completion::work).mapToLong(count).sum();
    }

    /**
     * As a person would count: a layer that rows of several completions run through is one pass.
     */
    @ParameterizedTest
    @ValueSource(strings = {"tiny-opt-code", "tiny-llama-code"})
    void passesAreAsManyAsTheDeepestRowNeeds(String model) {
        int[] prompt = PROMPTS.get(model).get(2);
        int layers = MODELS.get(model).config().layers();
        int[] depths = {2, layers, 6, 2};
        List<BatchRequest> requests = new ArrayList<>();
        for (int depth : depths) {
            requests.add(
                    BatchRequest.complete(
                            prompt,
                            new CompletionLimit(1, token -> false),
                            seen -> ExitDecision.exitIf(seen.layer() >= depth),
                            context(depth)));
        }
        List<Completion> done =
                run(model, exits(model), KvPolicy.PROPAGATE, Prefill.FULL, 4, requests);
        assertThat(sum(done, WorkLedger::prefillPasses)).isEqualTo(layers);
        assertThat(sum(done, WorkLedger::prefillRows)).isEqualTo(4L * layers * (prompt.length - 1));
        assertThat(sum(done, WorkLedger::layerPasses)).isEqualTo(layers);
        assertThat(sum(done, WorkLedger::ownRows)).isEqualTo(2 + layers + 6 + 2);
        // Two leave together after layer 2, one after 6, one at the end.
        assertThat(sum(done, WorkLedger::projectionPasses)).isEqualTo(layers - 2 + layers - 6);
        assertThat(sum(done, WorkLedger::projectionRows)).isEqualTo(2 * (layers - 2) + layers - 6);
        assertThat(sum(done, WorkLedger::heads)).isEqualTo(4);
        assertThat(sum(done, WorkLedger::sharedHeads)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-opt-code", "tiny-llama-code"})
    void everyStrategyDecidesInABatchAsAlone(String model) {
        int layers = MODELS.get(model).config().layers();
        ExitLayers exits = new ExitLayers(List.of(2, 4), layers);
        MadeUpTraces traces = new MadeUpTraces(40, 10, new Random(5));
        int tried = 0;
        for (StrategyFamily family : StrategyScanner.in(ClassPathScan.ofThisProcess()).families()) {
            StrategyContext context =
                    family.needsCalibration()
                            ? new StrategyContext(exits.layers(), layers, 7, () -> traces)
                            : new StrategyContext(exits.layers(), layers, 7);
            StrategyVariant variant =
                    family.variants(context)
                            .filter(each -> each.lossless().isEmpty() && !each.cheats())
                            .findFirst()
                            .orElse(null);
            if (variant != null) {
                requireEqual(
                        together(
                                model,
                                exits,
                                KvPolicy.DEFER,
                                Prefill.FULL,
                                FEWER,
                                FEWER - 1,
                                variant.factory()),
                        alone(
                                model,
                                exits,
                                KvPolicy.DEFER,
                                Prefill.FULL,
                                FEWER,
                                variant.factory()));
                tried++;
            }
        }
        assertThat(tried).isGreaterThan(8);
    }

    /** The net of an agent, hidden states and what is told beforehand are each row's own. */
    @ParameterizedTest
    @ValueSource(strings = {"tiny-opt-code", "tiny-llama-code"})
    void whatIsLookedAtIsTheRowsOwn(String model) {
        Random random = new Random(4);
        int width = MODELS.get(model).config().stateSize(false);
        int exits = exits(model).layers().size();
        List<DenseLayer> first = new ArrayList<>();
        for (int exit = 0; exit < exits; exit++) {
            first.add(layer(random, width, 6));
        }
        ExitNet net = new ExitNet(false, 0, 0, first, List.of(layer(random, 6, 3)));
        Supplier<ExitStrategy> looking =
                () ->
                        seen -> {
                            float score = ((NetObservation) seen).score(net, 0, new float[0]);
                            float[] state = seen.hiddenState();
                            float[] before = seen.previousHiddenState();
                            float moved = before == null ? 9 : Math.abs(state[0] - before[0]);
                            return score < -0.8f
                                    ? ExitDecision.STOP
                                    : ExitDecision.exitIf(score > 0.4f || moved < 0.01f);
                        };
        List<Completion> alone = alone(model, exits(model), KvPolicy.DEFER, looking);
        assertThat(alone).anyMatch(done -> Arrays.stream(done.exitLayers()).distinct().count() > 1);
        requireEqual(together(model, exits(model), KvPolicy.DEFER, 4, looking), alone);
        assertThat(sum(alone, WorkLedger::nets)).isPositive();
    }

    private static DenseLayer layer(Random random, int inputs, int outputs) {
        float[] weights = new float[inputs * outputs];
        float[] biases = new float[outputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() / Math.sqrt(inputs));
        }
        return new DenseLayer(inputs, outputs, weights, biases);
    }

    @ParameterizedTest
    @CsvSource({"PROPAGATE", "DEFER", "RECOMPUTE", "NONE"})
    void givenTextsAreFollowedAsAlone(KvPolicy policy) {
        String model = "tiny-opt-code";
        int[] text = Arrays.copyOfRange(PROMPTS.get(model).get(3), 40, 46);
        List<BatchRequest> requests = new ArrayList<>();
        List<Completion> alone = new ArrayList<>();
        try (EarlyExitDecoder decoder =
                new EarlyExitDecoder(MODELS.get(model), exits(model), policy, Prefill.FULL)) {
            for (int i = 0; i < 5; i++) {
                int[] prompt = PROMPTS.get(model).get(i);
                int[] own = Arrays.copyOf(text, 2 + i);
                alone.add(decoder.follow(prompt, own, new Erratic(), context(i)));
                requests.add(BatchRequest.follow(prompt, own, new Erratic(), context(i)));
            }
        }
        requireEqual(run(model, exits(model), policy, Prefill.FULL, 2, requests), alone);
    }

    /** What a strategy is told of a sample and of its outcomes does not come from another row. */
    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void everyStrategyHearsOfItsOwnCompletionAlone(int batch) {
        String model = "tiny-opt-code";
        List<List<Integer>> heard = new ArrayList<>();
        List<BatchRequest> requests = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            List<Integer> own = new ArrayList<>();
            heard.add(own);
            requests.add(
                    BatchRequest.complete(
                            PROMPTS.get(model).get(i), limit(), new Listening(own), context(i)));
        }
        List<Completion> done =
                run(model, exits(model), KvPolicy.DEFER, Prefill.FULL, batch, requests);
        for (int i = 0; i < SAMPLES; i++) {
            assertThat(heard.get(i))
                    .containsExactlyElementsOf(
                            Arrays.stream(done.get(i).tokens()).boxed().toList());
        }
    }

    private record Listening(List<Integer> heard) implements ExitStrategy {
        @Override
        public ExitDecision decide(Observation seen) {
            return ExitDecision.exitIf(seen.layer() >= 6 + seen.tokenIndex() % 3);
        }

        @Override
        public void observeOutcome(int token, int exitLayer) {
            heard.add(token);
        }
    }
}
