package io.exitbench.suite.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.decode.Completion;
import io.exitbench.decode.CompletionLimit;
import io.exitbench.decode.EarlyExitDecoder;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.KvPolicy;
import io.exitbench.decode.NetObservation;
import io.exitbench.decode.Prefill;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.DenseLayer;
import io.exitbench.model.ExitNet;
import io.exitbench.result.cost.WorkCosts;
import io.exitbench.result.cost.WorkCounts;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;
import io.exitbench.suite.measure.SlowLedger.Asked;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the drivers count is what an independent count says they must have run. */
class LedgerTest {
    private static final Path GOLDENS = Path.of("src/test/resources/goldens/architectures");
    private static final int COMPLETIONS = 50;
    private static final int LAYERS = 4;
    private static final Set<Integer> EXITS = Set.of(1, 2, 3);
    private static final int HIDDEN = 48;
    private static final int UNITS = 5;
    private static final int CANDIDATES = 11;

    /** Of two logits only the difference is computed. */
    private static final long NET = (2 * HIDDEN + 1) * UNITS + UNITS;

    /** Weights of opt-preln: hidden 48, feed-forward 96, vocabulary 160, float32. */
    private static final long LAYER = 4 * 48 * 48 + 2 * 48 * 96;

    private static final WorkCosts COSTS = new WorkCosts(LAYER, 2 * 48 * 48, 48 * 160, 48, 4);

    private static DecoderModel model;
    private static final ExitNet ASKED = net();

    @BeforeAll
    static void load() {
        String name = "opt-preln";
        model =
                Checkpoint.open(name, GOLDENS.resolve(name))
                        .load(DecoderOptions.cpu().withCandidates(CANDIDATES));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static ExitNet net() {
        return new ExitNet(
                true,
                HIDDEN,
                1,
                List.of(
                        dense(2 * HIDDEN + 1, UNITS),
                        dense(2 * HIDDEN + 1, UNITS),
                        dense(2 * HIDDEN + 1, UNITS)),
                List.of(dense(UNITS, 2)));
    }

    private static DenseLayer dense(int inputs, int outputs) {
        return new DenseLayer(inputs, outputs, new float[inputs * outputs], new float[outputs]);
    }

    /** Where tokens leave, and what is asked on the way. */
    enum Kind {
        FULL_DEPTH(Asked.NOTHING, drawn -> LAYERS),
        STATIC(Asked.NOTHING, drawn -> 2),
        RANDOM(Asked.NOTHING, drawn -> drawn),
        ORACLE(Asked.NOTHING, drawn -> Math.min(drawn, 3)),
        CONFIDENCE(Asked.HEAD, drawn -> drawn),
        AGENT(Asked.NET, drawn -> drawn),
        CANDIDATES(Asked.CANDIDATES, drawn -> drawn),
        STOPPING_BY_CANDIDATES(Asked.CANDIDATES, drawn -> drawn),
        STOPPING(Asked.NOTHING, drawn -> drawn),
        STOPPING_BY_CONFIDENCE(Asked.HEAD, drawn -> drawn),
        STOPPING_AGENT(Asked.NET, drawn -> drawn);

        private final Asked asked;
        private final IntUnaryOperator leaving;

        Kind(Asked asked, IntUnaryOperator leaving) {
            this.asked = asked;
            this.leaving = leaving;
        }

        boolean stops() {
            return name().startsWith("STOPPING");
        }
    }

    /** Leaves and stops where it is told, and asks as its kind does, the same more than once. */
    private record Scripted(Kind kind, int[] leaving, int stopToken, int stopLayer)
            implements ExitStrategy {
        @Override
        public ExitDecision decide(Observation seen) {
            if (kind.asked == Asked.HEAD) {
                assertThat(seen.entropy() + seen.topProbability() + seen.margin()).isPositive();
                assertThat(seen.argmax()).isNotNegative();
            } else if (kind.asked == Asked.NET) {
                assertThat(((NetObservation) seen).score(ASKED, 3, new float[] {1})).isPositive();
            } else if (kind.asked == Asked.CANDIDATES) {
                assertThat(seen.amongCandidates().margin()).isPositive();
                assertThat(seen.amongCandidates().topProbability()).isPositive();
            }
            if (seen.tokenIndex() == stopToken && seen.layer() == stopLayer) {
                return ExitDecision.STOP;
            }
            return seen.tokenIndex() != stopToken && seen.layer() == leaving[seen.tokenIndex()]
                    ? ExitDecision.EXIT
                    : ExitDecision.CONTINUE;
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLedgerEqualsAnIndependentCountForEveryStrategy(KvPolicy policy) {
        for (Kind kind : Kind.values()) {
            requireEqualCounts(policy, kind, Prefill.FULL, LAYERS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAShallowPrefillLeavesOutIsCountedWhereItIsMadeUp(KvPolicy policy) {
        requireEqualCounts(policy, Kind.RANDOM, new Prefill(2), 2);
    }

    private static void requireEqualCounts(
            KvPolicy policy, Kind kind, Prefill prefill, int prefillDepth) {
        Random random = new Random(kind.ordinal());
        ExitLayers exits = new ExitLayers(List.copyOf(EXITS), LAYERS);
        try (EarlyExitDecoder decoder = new EarlyExitDecoder(model, exits, policy, prefill)) {
            for (int i = 0; i < COMPLETIONS; i++) {
                int[] prompt = random.ints(1 + random.nextInt(8), 0, 160).toArray();
                int[] leaving =
                        random.ints(1 + random.nextInt(5), 1, LAYERS + 1)
                                .map(kind.leaving)
                                .toArray();
                int stopToken = kind.stops() ? random.nextInt(leaving.length) : -1;
                int stopLayer = kind.stops() ? 1 + random.nextInt(3) : 0;
                Completion completion =
                        decoder.complete(
                                prompt,
                                new CompletionLimit(leaving.length, token -> false),
                                new Scripted(kind, leaving, stopToken, stopLayer),
                                new SampleContext("s", prompt.length, null));
                int[] left = kind.stops() ? Arrays.copyOf(leaving, stopToken) : leaving;
                assertThat(completion.exitLayers()).isEqualTo(left);
                WorkCounts counted = Work.counts(completion.work());
                WorkCounts expected =
                        new SlowLedger(
                                        policy,
                                        LAYERS,
                                        prefillDepth,
                                        EXITS,
                                        kind.asked,
                                        NET,
                                        CANDIDATES)
                                .count(prompt.length, left, stopLayer);
                assertThat(counted)
                        .as("%s, prompt of %d, %s", kind, prompt.length, Arrays.toString(leaving))
                        .isEqualTo(expected);
                assertThat(COSTS.multiplyAdds(counted)).isEqualTo(multiplyAdds(expected));
                assertThat(COSTS.bytes(counted)).isEqualTo(bytes(expected));
                Scripted strategy = new Scripted(kind, leaving, stopToken, stopLayer);
                requireEqualCountsOnGivenText(decoder, prompt, strategy);
                if (!kind.stops()) {
                    Completion own = follow(decoder, prompt, completion.tokens(), strategy);
                    assertThat(own.tokens()).isEqualTo(completion.tokens());
                    assertThat(Work.counts(own.work())).isEqualTo(expected);
                }
            }
        }
    }

    /** Where an answer stands already, nobody can stop: the token leaves there instead. */
    private static void requireEqualCountsOnGivenText(
            EarlyExitDecoder decoder, int[] prompt, Scripted strategy) {
        int[] text = new Random(prompt.length).ints(strategy.leaving.length, 0, 160).toArray();
        Completion again =
                decoder.followAgain(
                        prompt, text, strategy, new SampleContext("s", prompt.length, null));
        Completion anew = follow(decoder, prompt, text, strategy);
        int[] left = strategy.leaving.clone();
        if (strategy.stopToken >= 0) {
            left[strategy.stopToken] = strategy.stopLayer;
        }
        assertThat(anew.exitLayers()).isEqualTo(left).isEqualTo(again.exitLayers());
        assertThat(anew.tokens()).hasSameSizeAs(text).isEqualTo(again.tokens());
        assertThat(anew.abstained()).isFalse();
        assertThat(again.work()).isEqualTo(anew.work());
    }

    private static Completion follow(
            EarlyExitDecoder decoder, int[] prompt, int[] text, ExitStrategy strategy) {
        return decoder.follow(prompt, text, strategy, new SampleContext("s", prompt.length, null));
    }

    private static long multiplyAdds(WorkCounts work) {
        long rows = work.ownRows() + work.catchUpRows() + work.discardedRows();
        return rows * LAYER
                + work.projectionRows() * 4608
                + work.heads() * 7680
                + work.partialHeadRows() * HIDDEN
                + work.nets() * NET;
    }

    private static long bytes(WorkCounts work) {
        return 4
                * (work.layerPasses() * LAYER
                        + work.projectionPasses() * 4608
                        + work.heads() * 7680
                        + work.partialHeadRows() * HIDDEN
                        + work.nets() * NET);
    }
}
