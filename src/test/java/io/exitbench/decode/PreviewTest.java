package io.exitbench.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import io.exitbench.ExitBenchException;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.strategy.Confidence;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.SampleContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Candidates that a preview of the LM head chooses. */
class PreviewTest {
    private static final Path GOLDENS = Path.of("src/test/resources/goldens/architectures");
    private static final int CANDIDATES = 6;
    private static final int NEW_TOKENS = 5;

    private static DecoderModel load(String name, int rank) {
        return Checkpoint.open(name, GOLDENS.resolve(name))
                .load(DecoderOptions.cpu().withCandidates(CANDIDATES).withPreviewRank(rank));
    }

    private static ExitLayers exits(DecoderModel model) {
        return new ExitLayers(List.of(1, 2), model.config().layers());
    }

    private static List<int[]> prompts() {
        Random random = new Random(8);
        return IntStream.range(0, 5).mapToObj(i -> random.ints(3 + i, 0, 160).toArray()).toList();
    }

    private static List<Completion> alone(DecoderModel model, Supplier<ExitStrategy> strategy) {
        try (EarlyExitDecoder decoder =
                new EarlyExitDecoder(model, exits(model), KvPolicy.DEFER, Prefill.FULL)) {
            return prompts().stream()
                    .map(
                            prompt ->
                                    decoder.complete(
                                            prompt,
                                            new CompletionLimit(NEW_TOKENS, token -> false),
                                            strategy.get(),
                                            SampleContext.blind("s", prompt.length)))
                    .toList();
        }
    }

    /** Leaves where it is sure enough, at the second exit at the latest. */
    private static ExitStrategy sure(List<Confidence> seen) {
        return at -> {
            Confidence among = at.amongCandidates();
            seen.add(among);
            return ExitDecision.exitIf(among.margin() > 0.02f || at.exitIndex() == 1);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"opt-preln", "opt-350m-style", "llama3-gqa-tied"})
    void aPreviewOfFullRankChoosesWhatTheWholeHeadChooses(String name) {
        List<Confidence> whole = new ArrayList<>();
        List<Confidence> previewed = new ArrayList<>();
        int width;
        try (DecoderModel model = load(name, 0)) {
            width = model.config().headInputSize();
            alone(model, () -> sure(whole));
        }
        try (DecoderModel model = load(name, width)) {
            alone(model, () -> sure(previewed));
        }
        assertThat(previewed).hasSameSizeAs(whole);
        for (int i = 0; i < whole.size(); i++) {
            assertThat(previewed.get(i).argmax()).isEqualTo(whole.get(i).argmax());
            assertThat(previewed.get(i).entropy()).isCloseTo(whole.get(i).entropy(), within(1e-4f));
        }
    }

    /** Of any tokens, what is said among them comes from their own rows of the head. */
    @Test
    void aPreviewOfLowRankStillLooksAtTheHeadItself() {
        List<Confidence> seen = new ArrayList<>();
        try (DecoderModel model = load("opt-preln", 8)) {
            alone(
                    model,
                    () ->
                            at -> {
                                Confidence among = at.amongCandidates();
                                seen.add(among);
                                // Of all tokens a candidate is the surer, the fewer it is among.
                                assertThat(among.topProbability())
                                        .isGreaterThanOrEqualTo(1f / CANDIDATES);
                                if (among.argmax() == at.argmax()) {
                                    assertThat(among.topProbability())
                                            .isGreaterThan(at.topProbability());
                                }
                                return ExitDecision.CONTINUE;
                            });
        }
        assertThat(seen).isNotEmpty();
    }

    @Test
    void aTokenThatLeavesReadsNoHeadAndThePreviewIsCounted() {
        int rank = 16;
        try (DecoderModel model = load("opt-preln", rank)) {
            long preview =
                    (long) rank
                            * (model.config().headInputSize() + model.config().vocabularySize());
            List<Completion> done = alone(model, () -> sure(new ArrayList<>()));
            assertThat(done)
                    .allSatisfy(
                            completion -> {
                                int[] left = completion.exitLayers();
                                assertThat(completion.work().heads()).isZero();
                                assertThat(completion.work().previewMultiplyAdds())
                                        .isEqualTo(left.length * preview);
                                assertThat(completion.work().partialHeadRows())
                                        .isEqualTo((long) CANDIDATES * Arrays.stream(left).sum());
                            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"opt-preln", "llama3-gqa-tied"})
    void completionsOfABatchAreThoseOfOneAfterTheOther(String name) {
        try (DecoderModel model = load(name, 16)) {
            List<Completion> alone = alone(model, () -> sure(new ArrayList<>()));
            List<BatchRequest> requests =
                    prompts().stream()
                            .map(
                                    prompt ->
                                            BatchRequest.complete(
                                                    prompt,
                                                    new CompletionLimit(NEW_TOKENS, token -> false),
                                                    sure(new ArrayList<>()),
                                                    SampleContext.blind("s", prompt.length)))
                            .toList();
            Completion[] together = new Completion[requests.size()];
            try (BatchDecoder decoder =
                    new BatchDecoder(model, exits(model), KvPolicy.DEFER, Prefill.FULL, 3, 20)) {
                decoder.run(
                        requests.iterator(),
                        (request, done) -> together[requests.indexOf(request)] = done);
            }
            for (int i = 0; i < together.length; i++) {
                assertThat(together[i].tokens()).isEqualTo(alone.get(i).tokens());
                assertThat(together[i].exitLayers()).isEqualTo(alone.get(i).exitLayers());
                assertThat(together[i].work().previewMultiplyAdds())
                        .isEqualTo(alone.get(i).work().previewMultiplyAdds());
            }
        }
    }

    /** The type whose tensors DJL must not be asked for. */
    @Test
    void inBfloat16ThePreviewOfFullRankFindsTheHeadsBestToken() {
        DecoderOptions options =
                new DecoderOptions(Device.cpu(), DataType.BFLOAT16, 40, 1)
                        .withCandidates(CANDIDATES)
                        .withPreviewRank(48);
        List<Boolean> found = new ArrayList<>();
        try (DecoderModel model =
                Checkpoint.open("opt", GOLDENS.resolve("opt-preln")).load(options)) {
            alone(
                    model,
                    () ->
                            at -> {
                                int among = at.amongCandidates().argmax();
                                found.add(at.exitIndex() > 0 || among == at.argmax());
                                return ExitDecision.CONTINUE;
                            });
        }
        assertThat(found).isNotEmpty().doesNotContain(false);
    }

    @Test
    void ranksThatAreNoneAreRefused() {
        assertThatThrownBy(() -> DecoderOptions.cpu().withPreviewRank(12))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("multiple of 8");
        assertThatThrownBy(() -> load("opt-preln", 4096))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("exitbench.preview-rank");
    }
}
