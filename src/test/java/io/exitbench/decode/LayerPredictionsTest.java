package io.exitbench.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.model.Checkpoint;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.strategy.SampleContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerPredictionsTest {
    private static final Path GOLDENS = Path.of("src/test/resources/goldens/architectures");

    @ParameterizedTest
    @ValueSource(strings = {"opt-preln", "llama3-gqa-tied"})
    void paddedBatchesEqualTheTokenLoop(String name) {
        List<Integer> exits = List.of(1, 2, 3);
        try (DecoderModel model =
                        Checkpoint.open(name, GOLDENS.resolve(name)).load(DecoderOptions.cpu());
                EarlyExitDecoder decoder =
                        new EarlyExitDecoder(
                                model, new ExitLayers(exits, 4), KvPolicy.DEFER, Prefill.FULL)) {
            Random random = new Random(4);
            List<int[]> texts = new ArrayList<>();
            List<int[][]> expected = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                int[] prompt = random.ints(2 + random.nextInt(9), 0, 160).toArray();
                TracingStrategy tracing = new TracingStrategy(exits.size());
                Completion completion =
                        decoder.complete(
                                prompt,
                                new CompletionLimit(6, token -> false),
                                tracing,
                                SampleContext.blind("s", prompt.length));
                int[] text = Arrays.copyOf(prompt, prompt.length + 5);
                System.arraycopy(completion.tokens(), 0, text, prompt.length, 5);
                texts.add(text);
                expected.add(tracing.takeArgmax());
            }
            List<int[][]> predicted = new LayerPredictions(model, exits, 3).predict(texts);
            for (int i = 0; i < texts.size(); i++) {
                int first = texts.get(i).length - 6;
                for (int exit = 0; exit < exits.size(); exit++) {
                    for (int token = 0; token < 6; token++) {
                        assertThat(predicted.get(i)[exit][first + token])
                                .isEqualTo(expected.get(i)[token][exit]);
                    }
                }
            }
        }
    }
}
