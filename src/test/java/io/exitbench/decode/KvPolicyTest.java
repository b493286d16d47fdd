package io.exitbench.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.model.Checkpoint;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.Variant;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KvPolicyTest {
    private static final Path GOLDENS = Path.of("src/test/resources/goldens/architectures");
    private static final SampleContext SAMPLE = SampleContext.blind("s", 0);
    private static final int TRAJECTORIES = 200;
    private static final int FEWER_TRAJECTORIES = 30;
    private static final int NEW_TOKENS = 8;

    private static DecoderModel model(String name) {
        return Checkpoint.open(name, GOLDENS.resolve(name)).load(DecoderOptions.cpu());
    }

    private static int[] randomTokens(Random random, int count, int vocabulary) {
        return random.ints(count, 0, vocabulary).toArray();
    }

    /** Leaves each token where a trajectory says. */
    private record Scripted(int[] layers) implements ExitStrategy {
        @Override
        public ExitDecision decide(Observation seen) {
            return seen.layer() == layers[seen.tokenIndex()]
                    ? ExitDecision.EXIT
                    : ExitDecision.CONTINUE;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "opt-preln, DEFER",
        "opt-preln, RECOMPUTE",
        "opt-preln, NONE",
        "opt-350m-style, DEFER",
        "opt-350m-style, RECOMPUTE",
        "llama2-mha-untied, DEFER",
        "llama2-mha-untied, RECOMPUTE",
        "llama3-gqa-tied, DEFER",
        "llama3-gqa-tied, RECOMPUTE",
        "llama3-gqa-tied, NONE"
    })
    void exactPoliciesEqualTheSlowReferenceOnRandomTrajectories(String name, KvPolicy policy) {
        try (DecoderModel model = model(name)) {
            requireEqualToTheSlowReference(model, policy, TRAJECTORIES);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "llama-linear-rope, DEFER",
        "qwen2-gqa-tied, DEFER",
        "qwen2-gqa-tied, RECOMPUTE",
        "qwen2-gqa-tied, NONE",
        "qwen3-qknorm, DEFER",
        "qwen3-qknorm, RECOMPUTE",
        "qwen3-qknorm, NONE",
        "starcoder2-window, DEFER",
        "starcoder2-window, RECOMPUTE",
        "starcoder2-window, NONE"
    })
    void exactPoliciesAreExactForEveryArchitecture(String name, KvPolicy policy) {
        try (DecoderModel model = model(name)) {
            requireEqualToTheSlowReference(model, policy, FEWER_TRAJECTORIES);
        }
    }

    /** Texts longer than the windows, some of which are in some layers only. */
    @ParameterizedTest
    @EnumSource
    void exactPoliciesAreExactWhateverTheSettings(Variant variant, @TempDir Path folder) {
        try (DecoderModel model = variant.write(folder).load(DecoderOptions.cpu())) {
            for (KvPolicy policy : KvPolicy.values()) {
                if (policy.exact()) {
                    requireEqualToTheSlowReference(model, policy, FEWER_TRAJECTORIES);
                }
            }
        }
    }

    private static void requireEqualToTheSlowReference(
            DecoderModel model, KvPolicy policy, int trajectories) {
        int layers = model.config().layers();
        List<Integer> allowed = layers == 3 ? List.of(1, 2) : List.of(1, 2, 3);
        SlowReference reference = new SlowReference(model);
        Random random = new Random(layers);
        try (EarlyExitDecoder decoder =
                new EarlyExitDecoder(
                        model, new ExitLayers(allowed, layers), policy, Prefill.FULL)) {
            for (int trajectory = 0; trajectory < trajectories; trajectory++) {
                int longest = 10 + model.config().slidingWindow().width();
                int[] prompt = randomTokens(random, 1 + random.nextInt(longest), 160);
                int[] exits = random.ints(NEW_TOKENS, 1, layers + 1).toArray();
                Completion completion =
                        decoder.complete(
                                prompt,
                                new CompletionLimit(NEW_TOKENS, token -> false),
                                new Scripted(exits),
                                SAMPLE);
                assertThat(completion.exitLayers()).isEqualTo(exits);
                assertThat(completion.tokens())
                        .as("exits %s", Arrays.toString(exits))
                        .isEqualTo(reference.continuations(prompt, completion.tokens(), exits));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"opt-preln", "llama3-gqa-tied"})
    void fullDepthGivesTheSameTokensUnderAllPolicies(String name) {
        try (DecoderModel model = model(name)) {
            int layers = model.config().layers();
            int[] prompt = randomTokens(new Random(3), 9, 160);
            int[] exits = new int[20];
            Arrays.fill(exits, layers);
            int[] expected = new SlowReference(model).complete(prompt, exits);
            for (KvPolicy policy : KvPolicy.values()) {
                try (EarlyExitDecoder decoder =
                        new EarlyExitDecoder(
                                model,
                                new ExitLayers(List.of(1, 2), layers),
                                policy,
                                Prefill.FULL)) {
                    Completion completion =
                            decoder.complete(
                                    prompt,
                                    new CompletionLimit(20, token -> false),
                                    seen -> ExitDecision.CONTINUE,
                                    SAMPLE);
                    assertThat(completion.tokens()).as("%s", policy).isEqualTo(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DEFER", "RECOMPUTE"})
    void aShallowPrefillIsCaughtUpWhenATokenGoesDeeper(KvPolicy policy) {
        try (DecoderModel model = model("opt-preln");
                EarlyExitDecoder decoder =
                        new EarlyExitDecoder(
                                model,
                                new ExitLayers(List.of(1, 2, 3), 4),
                                policy,
                                new Prefill(2))) {
            int[] prompt = randomTokens(new Random(5), 12, 160);
            int[] exits = {2, 4, 1, 3, 4};
            Completion completion =
                    decoder.complete(
                            prompt,
                            new CompletionLimit(exits.length, token -> false),
                            new Scripted(exits),
                            SAMPLE);
            assertThat(completion.tokens())
                    .isEqualTo(new SlowReference(model).complete(prompt, exits));
        }
    }

    @Test
    void propagatingWritesTheExitStateIntoDeeperLayers() {
        try (DecoderModel model = model("opt-preln");
                EarlyExitDecoder propagate =
                        new EarlyExitDecoder(
                                model,
                                new ExitLayers(List.of(1), 4),
                                KvPolicy.PROPAGATE,
                                Prefill.FULL)) {
            int[] prompt = randomTokens(new Random(11), 6, 160);
            int[] exits = {1, 1, 1, 4, 4, 4};
            CompletionLimit limit = new CompletionLimit(exits.length, token -> false);
            Completion completion = propagate.complete(prompt, limit, new Scripted(exits), SAMPLE);
            int[] exact = new SlowReference(model).complete(prompt, exits);
            // Tokens before the first deeper one do not see any propagated entry.
            assertThat(Arrays.copyOf(completion.tokens(), 3)).isEqualTo(Arrays.copyOf(exact, 3));
            assertThat(propagate.complete(prompt, limit, new Scripted(exits), SAMPLE).tokens())
                    .isEqualTo(completion.tokens());
        }
    }
}
