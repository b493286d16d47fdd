package io.exitbench.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.model.Checkpoint;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExitAccuracyTest {
    private static final Path BASE = Path.of("src/test/resources/goldens/architectures/opt-preln");
    private static final List<Integer> LAYERS = List.of(1, 2, 3, 4);

    @Test
    void countsWhatTheReferencePredicts() {
        Random random = new Random(8);
        List<int[]> texts = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            texts.add(random.ints(2 + random.nextInt(20), 0, 160).toArray());
        }
        ReferenceOpt reference = new ReferenceOpt(BASE, 4, 4);
        double[] right = new double[4];
        double[] agreeing = new double[4];
        double layers = 0;
        int tokens = 0;
        for (int[] text : texts) {
            List<double[][]> states = reference.states(text);
            for (int i = 0; i + 1 < text.length; i++) {
                int last = argmax(reference.logits(states.get(4))[i]);
                int first = 0;
                for (int layer = 4; layer >= 1; layer--) {
                    int predicted = argmax(reference.logits(states.get(layer))[i]);
                    right[layer - 1] += predicted == text[i + 1] ? 1 : 0;
                    agreeing[layer - 1] += predicted == last ? 1 : 0;
                    first = predicted == last ? layer : first;
                }
                layers += first;
                tokens++;
            }
        }
        try (DecoderModel model = Checkpoint.open("base", BASE).load(DecoderOptions.cpu())) {
            ExitAccuracy accuracy = ExitAccuracy.of(model, model, LAYERS, texts);
            double all = tokens;
            assertThat(accuracy.tokens()).isEqualTo(tokens);
            assertThat(accuracy.oracleLayers()).isCloseTo(layers / all, within(1e-9));
            assertThat(accuracy.accuracy())
                    .containsExactly(
                            Arrays.stream(right).map(count -> count / all).toArray(), within(1e-9));
            assertThat(accuracy.baseAgreement())
                    .containsExactly(
                            Arrays.stream(agreeing).map(count -> count / all).toArray(),
                            within(1e-9));
            assertThat(accuracy.baseAgreement()[3]).isEqualTo(1);
            assertThat(accuracy.lastLayers())
                    .hasSize(11)
                    .allMatch(text -> text.right() == text.baseRight())
                    .extracting(ExitAccuracy.LastLayers::tokens)
                    .containsExactlyElementsOf(
                            texts.stream().map(text -> text.length - 1).toList());
            assertThat(
                            accuracy.lastLayers().stream()
                                    .mapToInt(ExitAccuracy.LastLayers::right)
                                    .sum())
                    .isEqualTo((int) right[3]);
        }
    }

    @Test
    void theAreaIsTheMeanHeightOfTheCurve() {
        ExitAccuracy curve =
                new ExitAccuracy(List.of(2, 4), new double[2], new double[] {0.5, 1}, 3, List.of());
        assertThat(curve.area()).isCloseTo((0.5 * 2 * 0.5 + 2 * 0.75) / 4, within(1e-12));
    }

    @Test
    void textsAreSpreadOverAllFilesAndNoneIsTooShort() {
        List<int[]> files = List.of(new int[21], new int[1], new int[10], new int[0]);
        List<ExitAccuracy.Text> all = ExitAccuracy.texts(files, 10, 99);
        assertThat(all).extracting(text -> text.tokens().length).containsExactly(10, 10, 10);
        assertThat(all).extracting(ExitAccuracy.Text::file).containsExactly(0, 0, 2);
        assertThat(ExitAccuracy.texts(List.of(new int[1000]), 10, 7)).hasSize(7);
    }

    private static int argmax(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }
}
