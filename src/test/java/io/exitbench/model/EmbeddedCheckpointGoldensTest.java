package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The embedded checkpoints continue all prompts as transformers does. */
class EmbeddedCheckpointGoldensTest {
    @TempDir Path cache;

    @ParameterizedTest
    @ValueSource(strings = {"tiny-opt-code", "tiny-llama-code"})
    void all64ContinuationsMatchTokenForToken(String name) {
        GoldenCases goldens = GoldenCases.of(name);
        assertThat(goldens.cases()).hasSize(64);
        try (DecoderModel model =
                new EmbeddedCheckpoints(cache).open(name).load(DecoderOptions.cpu())) {
            for (int i = 0; i < goldens.cases().size(); i++) {
                GoldenCases.Case golden = goldens.cases().get(i);
                int[] expected = golden.greedy();
                long[] prompt = Arrays.stream(golden.prompt()).asLongStream().toArray();
                assertThat(Greedy.continuation(model, prompt, expected.length, Greedy.NOTHING))
                        .as("case %d", i)
                        .isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-opt-code", "tiny-llama-code"})
    void textSurvivesEncodingAndDecoding(String name) {
        Checkpoint checkpoint = new EmbeddedCheckpoints(cache).open(name);
        try (CodeTokenizer tokenizer = checkpoint.tokenizer()) {
            for (GoldenCases.Case golden : GoldenCases.of(name).cases()) {
                String text = tokenizer.decode(golden.prompt());
                assertThat(tokenizer.encode(text)).isEqualTo(golden.prompt());
            }
        }
    }
}
