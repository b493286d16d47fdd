package io.exitbench.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Three of the 64 continuations that transformers computed for tiny-opt-code leave those of double
 * precision at one token. {@code EmbeddedCheckpointGoldensTest} holds the decoder to double
 * precision there; this test shows that it is what double precision says.
 */
class RoundedGoldensTest {
    private record Case(int[] prompt, int[] greedy) {}

    private record Goldens(List<Case> cases) {}

    @ParameterizedTest
    @CsvSource({"5, 4, 599", "19, 10, 560", "38, 5, 1296"})
    void doublePrecisionPrefersTheDecodersToken(int number, int index, int token)
            throws IOException {
        Path goldens = Path.of("src/test/resources/goldens/tiny-opt-code/greedy-goldens.json");
        Case golden =
                new Gson().fromJson(Files.readString(goldens), Goldens.class).cases().get(number);
        int length = golden.prompt().length;
        int[] text = Arrays.copyOf(golden.prompt(), length + index);
        System.arraycopy(golden.greedy(), 0, text, length, index);

        ReferenceOpt model =
                new ReferenceOpt(Path.of("src/main/resources/checkpoints/tiny-opt-code"), 12, 4);
        double[][] last = model.states(text).get(12);
        double[] logits = model.logits(new double[][] {last[text.length - 1]})[0];

        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        assertThat(best).isEqualTo(token).isNotEqualTo(golden.greedy()[index]);
        assertThat(logits[token] - logits[golden.greedy()[index]]).isBetween(0.0, 0.02);
    }
}
