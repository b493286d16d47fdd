package io.exitbench.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.exitbench.ExitBenchException;
import io.exitbench.model.Checkpoint;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.strategy.DraftLength;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Lossless;
import io.exitbench.strategy.SampleContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever drafts are made, what is written is what full depth writes; with {@code -Dlossless=all}
 * over more of them.
 */
class LosslessDecoderTest {
    private static final Path GOLDENS = Path.of("src/test/resources/goldens/architectures");
    private static final int COMPLETIONS =
            System.getProperty("lossless", "few").equals("all") ? 500 : 150;
    private static final int WORDS = 160;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "opt-preln",
                "opt-350m-style",
                "llama3-gqa-tied",
                "llama-linear-rope",
                "qwen2-gqa-tied",
                "qwen3-qknorm",
                "starcoder2-window"
            })
    void tokensEqualFullDepthWhateverIsDrafted(String name) {
        Random random = new Random(11);
        try (DecoderModel model =
                Checkpoint.open(name, GOLDENS.resolve(name)).load(DecoderOptions.cpu())) {
            int layers = model.config().layers();
            ExitLayers exits = new ExitLayers(List.of(1, 2), layers);
            int[] longest = {1};
            List<Integer> accepted = new ArrayList<>();
            Lossless mode =
                    new Lossless(
                            () -> counting(longest, accepted),
                            (text, tokens) ->
                                    random.nextInt(4) == 0
                                            ? OptionalInt.of(random.nextInt(WORDS))
                                            : OptionalInt.empty());
            try (EarlyExitDecoder full =
                            new EarlyExitDecoder(model, exits, KvPolicy.PROPAGATE, Prefill.FULL);
                    LosslessDecoder lossless = new LosslessDecoder(model, exits, mode)) {
                for (int i = 0; i < COMPLETIONS; i++) {
                    longest[0] = 1 + random.nextInt(5);
                    int[] prompt = random.ints(1 + random.nextInt(20), 0, WORDS).toArray();
                    int end = random.nextInt(WORDS);
                    CompletionLimit limit =
                            new CompletionLimit(1 + random.nextInt(8), t -> t % 40 == end % 40);
                    SampleContext sample = SampleContext.blind("s", prompt.length);
                    Completion expected =
                            full.complete(prompt, limit, seen -> ExitDecision.CONTINUE, sample);
                    Completion drafted = lossless.complete(prompt, limit, leaving(random), sample);
                    assertThat(drafted.tokens()).isEqualTo(expected.tokens());
                    assertThat(drafted.exitLayers()).containsOnly(layers);
                    requireWholeLedger(drafted, expected);
                }
            }
            assertThat(accepted).as("drafts that were kept").anyMatch(kept -> kept > 0);
        }
    }

    @Test
    void draftsLeaveAtAllowedExitsOnly() {
        String name = "opt-preln";
        DraftLength deep =
                new DraftLength() {
                    @Override
                    public int next() {
                        return 2;
                    }

                    @Override
                    public OptionalInt layer() {
                        return OptionalInt.of(3);
                    }
                };
        try (DecoderModel model =
                        Checkpoint.open(name, GOLDENS.resolve(name)).load(DecoderOptions.cpu());
                LosslessDecoder lossless =
                        new LosslessDecoder(
                                model,
                                new ExitLayers(List.of(1, 2), 4),
                                new Lossless(() -> deep, Lossless.Guess.NONE))) {
            assertThatThrownBy(
                            () ->
                                    lossless.complete(
                                            new int[] {5, 6},
                                            new CompletionLimit(4, token -> false),
                                            seen -> ExitDecision.CONTINUE,
                                            SampleContext.blind("s", 2)))
                    .isInstanceOf(ExitBenchException.class)
                    .hasMessageContaining("exit layers [1, 2], not at 3");
        }
    }

    private static ExitStrategy leaving(Random random) {
        return seen -> ExitDecision.exitIf(random.nextInt(3) == 0);
    }

    private static DraftLength counting(int[] longest, List<Integer> accepted) {
        return new DraftLength() {
            @Override
            public int next() {
                return longest[0];
            }

            /** The layer of its own choice, or the strategy's. */
            @Override
            public OptionalInt layer() {
                return longest[0] % 3 == 0 ? OptionalInt.of(2) : OptionalInt.empty();
            }

            @Override
            public void verified(int drafted, int right) {
                assertThat(right).isBetween(0, drafted);
                assertThat(drafted).isBetween(1, longest[0]);
                accepted.add(right);
            }
        };
    }

    /** Every token that is kept has run every layer, and nothing that ran is left out. */
    private static void requireWholeLedger(Completion drafted, Completion full) {
        WorkLedger work = drafted.work();
        long rows = work.ownRows() + work.catchUpRows() + work.discardedRows();
        assertThat(rows).isGreaterThanOrEqualTo(full.work().ownRows());
        assertThat(work.layerPasses()).isPositive();
        assertThat(work.ownRows()).isNotNegative();
        assertThat(work.prefillRows()).isEqualTo(full.work().prefillRows());
        assertThat(work.heads()).isGreaterThanOrEqualTo(drafted.tokens().length);
    }
}
