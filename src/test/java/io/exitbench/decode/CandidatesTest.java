package io.exitbench.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.exitbench.ExitBenchException;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.strategy.Confidence;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Candidates against arithmetic on the whole head's logits, one number after another. */
class CandidatesTest {
    private static final Path GOLDENS = Path.of("src/test/resources/goldens/architectures");
    private static final List<Integer> EXITS = List.of(1, 2, 3);
    private static final int CANDIDATES = 3;

    /** What was seen at one exit, and the logits of its whole head from its hidden state. */
    private record Look(int layer, Confidence seen, double[] logits) {}

    private static DecoderModel load(String name, int candidates) {
        return Checkpoint.open(name, GOLDENS.resolve(name))
                .load(DecoderOptions.cpu().withCandidates(candidates));
    }

    private static double[] logits(DecoderModel model, Observation at) {
        try (NDManager manager = model.manager().newSubManager()) {
            NDArray state = manager.create(at.hiddenState()).reshape(1, -1);
            float[] logits = model.head().logits(state, at.layer(), manager).toFloatArray();
            return IntStream.range(0, logits.length).mapToDouble(i -> logits[i]).toArray();
        }
    }

    private static List<List<Look>> lookAtAll(
            DecoderModel model, EarlyExitDecoder decoder, int[] prompt) {
        List<List<Look>> tokens = new ArrayList<>();
        decoder.complete(
                prompt,
                new CompletionLimit(4, token -> false),
                at -> {
                    if (at.exitIndex() == 0) {
                        tokens.add(new ArrayList<>());
                    }
                    Look look = new Look(at.layer(), at.amongCandidates(), logits(model, at));
                    tokens.get(tokens.size() - 1).add(look);
                    return ExitDecision.CONTINUE;
                },
                SampleContext.blind("s", prompt.length));
        return tokens;
    }

    private static List<Integer> best(double[] logits, int count) {
        return IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble(token -> -logits[token]))
                .limit(count)
                .toList();
    }

    private static void requireEqual(Look look, List<Integer> candidates) {
        double sum = candidates.stream().mapToDouble(t -> Math.exp(look.logits[t])).sum();
        double[] descending =
                candidates.stream()
                        .mapToDouble(t -> -Math.exp(look.logits[t]) / sum)
                        .sorted()
                        .map(negative -> -negative)
                        .toArray();
        double entropy = Arrays.stream(descending).map(p -> -p * Math.log(p)).sum();
        int best =
                candidates.stream()
                        .max(Comparator.comparingDouble(token -> look.logits[token]))
                        .orElseThrow();
        assertThat(look.seen.argmax()).isEqualTo(best);
        assertThat((double) look.seen.topProbability()).isCloseTo(descending[0], within(1e-5));
        assertThat((double) look.seen.margin())
                .isCloseTo(descending[0] - descending[1], within(1e-5));
        assertThat((double) look.seen.entropy()).isCloseTo(entropy, within(1e-4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"opt-preln", "opt-350m-style", "llama3-gqa-tied"})
    void everyExitSaysAmongTheFirstOnesBestWhatItsWholeHeadSaysOfThem(String name) {
        try (DecoderModel model = load(name, CANDIDATES)) {
            int layers = model.config().layers();
            List<Integer> exits = EXITS.stream().filter(layer -> layer < layers).toList();
            try (EarlyExitDecoder decoder =
                    new EarlyExitDecoder(
                            model, new ExitLayers(exits, layers), KvPolicy.DEFER, Prefill.FULL)) {
                int outside = 0;
                for (int[] prompt : prompts()) {
                    for (List<Look> token : lookAtAll(model, decoder, prompt)) {
                        List<Integer> candidates = best(token.get(0).logits, CANDIDATES);
                        token.forEach(look -> requireEqual(look, candidates));
                        outside +=
                                token.stream()
                                        .filter(
                                                at ->
                                                        !candidates.contains(
                                                                best(at.logits, 1).get(0)))
                                        .count();
                    }
                }
                // Else the test would not tell candidates from the vocabulary.
                assertThat(outside).isPositive();
            }
        }
    }

    private static List<int[]> prompts() {
        Random random = new Random(8);
        return IntStream.range(0, 6).mapToObj(i -> random.ints(3 + i, 0, 160).toArray()).toList();
    }

    /** The first exit is not asked, so the second one chooses. */
    @Test
    void theFirstExitThatIsAskedChooses() {
        List<Look> looks = new ArrayList<>();
        try (DecoderModel model = load("opt-preln", CANDIDATES);
                EarlyExitDecoder decoder = decoder(model)) {
            decoder.complete(
                    new int[] {5, 6, 7},
                    new CompletionLimit(1, token -> false),
                    at -> {
                        if (at.layer() > 1) {
                            looks.add(
                                    new Look(at.layer(), at.amongCandidates(), logits(model, at)));
                        }
                        return ExitDecision.CONTINUE;
                    },
                    SampleContext.blind("s", 3));
        }
        List<Integer> candidates = best(looks.get(0).logits, CANDIDATES);
        looks.forEach(look -> requireEqual(look, candidates));
    }

    private static EarlyExitDecoder decoder(DecoderModel model) {
        return new EarlyExitDecoder(model, new ExitLayers(EXITS, 4), KvPolicy.DEFER, Prefill.FULL);
    }

    @Test
    void whoLooksAtCandidatesLeavesWithTheBestOfThemAndWhoLooksAtAllWithTheBestOfAll() {
        try (DecoderModel model = load("opt-preln", 2);
                EarlyExitDecoder decoder = decoder(model)) {
            int different = 0;
            for (int[] prompt : prompts()) {
                List<Look> looks = new ArrayList<>();
                Completion pruned = complete(decoder, prompt, leaving(model, looks, false));
                assertThat(pruned.tokens()[0]).isEqualTo(looks.get(2).seen.argmax());
                assertThat(pruned.work().heads()).isEqualTo(1);
                assertThat(pruned.work().partialHeadRows()).isEqualTo(4);
                Completion whole =
                        complete(decoder, prompt, leaving(model, new ArrayList<>(), true));
                assertThat(whole.tokens()[0]).isEqualTo(best(looks.get(2).logits, 1).get(0));
                different += pruned.tokens()[0] == whole.tokens()[0] ? 0 : 1;
            }
            assertThat(different).isPositive();
        }
    }

    private static ExitStrategy leaving(DecoderModel model, List<Look> looks, boolean asksAll) {
        return at -> {
            looks.add(new Look(at.layer(), at.amongCandidates(), logits(model, at)));
            if (asksAll && at.layer() == 3) {
                assertThat(at.margin()).isNotNegative();
            }
            return ExitDecision.exitIf(at.layer() == 3);
        };
    }

    private static Completion complete(
            EarlyExitDecoder decoder, int[] prompt, ExitStrategy strategy) {
        return decoder.complete(
                prompt,
                new CompletionLimit(1, token -> false),
                strategy,
                SampleContext.blind("s", prompt.length));
    }

    @Test
    void anAuditCountsWhatIsOutsideAndChangesNothing() {
        try (DecoderModel model = load("opt-preln", 2);
                EarlyExitDecoder decoder = decoder(model)) {
            int outside = 0;
            int audited = 0;
            for (int[] prompt : prompts()) {
                List<Look> looks = new ArrayList<>();
                Completion plain = complete(decoder, prompt, leaving(model, looks, false));
                List<Integer> candidates = best(looks.get(0).logits, 2);
                outside +=
                        looks.stream()
                                .filter(at -> !candidates.contains(best(at.logits, 1).get(0)))
                                .count();
                CandidateAudit audit = new CandidateAudit(leaving(model, new ArrayList<>(), false));
                Completion watched = complete(decoder, prompt, audit);
                assertThat(watched.tokens()).isEqualTo(plain.tokens());
                assertThat(watched.work()).isEqualTo(plain.work());
                assertThat(audit.looks()).isEqualTo(2);
                audited += audit.outside();
            }
            assertThat(audited).isEqualTo(outside).isPositive();
        }
    }

    /** Candidates of the first exit are found without its logits, unless these are there. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoAsksTheFirstExitBothIsChargedOneHead(boolean wholeFirst) {
        try (DecoderModel model = load("opt-preln", 2);
                EarlyExitDecoder decoder = decoder(model)) {
            for (int[] prompt : prompts()) {
                List<Confidence> said = new ArrayList<>();
                Completion both =
                        complete(
                                decoder,
                                prompt,
                                at -> {
                                    float before = wholeFirst ? at.margin() : 0;
                                    said.add(at.amongCandidates());
                                    assertThat(at.margin()).isGreaterThanOrEqualTo(before);
                                    said.add(said.get(0).choosing(at.argmax()));
                                    return ExitDecision.EXIT;
                                });
                assertThat(both.work().heads()).isEqualTo(1);
                assertThat(both.work().partialHeadRows()).isZero();
                assertThat(both.tokens()).containsExactly(said.get(0).argmax());
                assertThat(said.get(1)).isEqualTo(said.get(0));
            }
        }
    }

    /** With all tokens as candidates they are the vocabulary. */
    @Test
    void asManyCandidatesAsTokensAreTheWholeHead() {
        try (DecoderModel model = load("llama3-gqa-tied", 1_000_000);
                EarlyExitDecoder decoder = decoder(model)) {
            complete(
                    decoder,
                    new int[] {4, 9},
                    at -> {
                        Confidence among = at.amongCandidates();
                        assertThat(among.argmax()).isEqualTo(at.argmax());
                        assertThat(among.margin()).isCloseTo(at.margin(), within(1e-5f));
                        assertThat(among.entropy()).isCloseTo(at.entropy(), within(1e-4f));
                        return ExitDecision.CONTINUE;
                    });
        }
    }

    @Test
    void oneCandidateIsRefused() {
        assertThatThrownBy(() -> DecoderOptions.cpu().withCandidates(1))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("at least 2 candidates");
    }
}
