package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.exitbench.ExitBenchException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EightBitWeightsTest {
    private static final Path GOLDENS = Path.of("src/test/resources/goldens/architectures");

    private static DecoderModel load(String name, DecoderOptions options) {
        return Checkpoint.open(name, GOLDENS.resolve(name)).load(options);
    }

    /** The states after each layer, one after another. */
    private static double[] states(DecoderModel model, int[] prompt) {
        int layers = model.config().layers();
        try (NDManager manager = model.manager().newSubManager();
                DecoderSession session = model.newSession();
                HiddenState embedded = session.embed(prompt);
                HiddenState state = session.forward(embedded, layers)) {
            float[] values = state.toArray(manager).toFloatArray();
            double[] wide = new double[values.length];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = values[i];
            }
            return wide;
        }
    }

    private static double cosine(double[] one, double[] other) {
        double product = 0;
        double square = 0;
        double otherSquare = 0;
        for (int i = 0; i < one.length; i++) {
            product += one[i] * other[i];
            square += one[i] * one[i];
            otherSquare += other[i] * other[i];
        }
        return product / Math.sqrt(square * otherSquare);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "opt-preln",
                "opt-350m-style",
                "llama3-gqa-tied",
                "qwen2-gqa-tied",
                "qwen3-qknorm",
                "starcoder2-window"
            })
    void statesAreNearlyThoseOfTheWholeWeights(String name) {
        Random random = new Random(2);
        try (DecoderModel whole = load(name, DecoderOptions.cpu());
                DecoderModel eightBit = load(name, DecoderOptions.cpu().withEightBitWeights())) {
            for (int i = 0; i < 5; i++) {
                int[] prompt = random.ints(6, 0, 160).toArray();
                double[] expected = states(whole, prompt);
                double[] reached = states(eightBit, prompt);
                assertThat(reached).isNotEqualTo(expected);
                assertThat(cosine(reached, expected)).isGreaterThan(0.995);
            }
        }
    }

    /**
     * Rounding a row of weights moves each by at most half of its scale, rounding the inputs each
     * by one step of theirs (half a step, and half for the zero point), so logits can differ by no
     * more than what that adds up to.
     */
    @Test
    void logitsDifferByNoMoreThanTheRoundingOfInputsAndWeights() {
        try (DecoderModel whole = load("opt-preln", DecoderOptions.cpu());
                DecoderModel eightBit =
                        load("opt-preln", DecoderOptions.cpu().withEightBitWeights());
                NDManager manager = whole.manager().newSubManager()) {
            float[] values = new float[whole.config().hiddenSize()];
            Random random = new Random(3);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            NDArray state = manager.create(values).reshape(1, -1);
            float[] input = whole.head().normalise(state, manager).toFloatArray();
            int layers = whole.config().layers();
            float[] expected = whole.head().logits(state, layers, manager).toFloatArray();
            float[] reached = eightBit.head().logits(state, layers, manager).toFloatArray();
            assertThat(reached).isNotEqualTo(expected);
            for (int token = 0; token < expected.length; token++) {
                float[] row = whole.head().rows(new int[] {token})[0];
                assertThat((double) Math.abs(reached[token] - expected[token]))
                        .isLessThanOrEqualTo(bound(input, row));
            }
        }
    }

    private static double bound(float[] input, float[] row) {
        double least = 0;
        double most = 0;
        double largest = 0;
        for (int i = 0; i < input.length; i++) {
            least = Math.min(least, input[i]);
            most = Math.max(most, input[i]);
            largest = Math.max(largest, Math.abs(row[i]));
        }
        double step = (most - least) / 255;
        double half = largest / 127 / 2;
        double sum = 1e-5;
        for (int i = 0; i < input.length; i++) {
            sum += Math.abs(row[i]) * step + Math.abs(input[i]) * half + step * half;
        }
        return sum;
    }

    /** A completion must not depend on those that are decoded beside it. */
    @Test
    void logitsOfARowAreTheSameBesideLargerOnes() {
        try (DecoderModel model = load("opt-preln", DecoderOptions.cpu().withEightBitWeights());
                NDManager manager = model.manager().newSubManager()) {
            int width = model.config().hiddenSize();
            int layers = model.config().layers();
            Random random = new Random(3);
            float[] values = new float[2 * width];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextGaussian() * (i < width ? 1 : Math.pow(9, i % 3)));
            }
            NDArray both = manager.create(values).reshape(2, width);
            float[] alone = model.head().logits(both.get("0:1"), layers, manager).toFloatArray();
            float[] beside = model.head().logits(both, layers, manager).toFloatArray();
            assertThat(Arrays.copyOf(beside, alone.length)).isEqualTo(alone);
        }
    }

    @Test
    void theyAreRefusedWherePyTorchHasNone() {
        DecoderOptions half = new DecoderOptions(Device.cpu(), DataType.FLOAT16, 8, 1);
        assertThatThrownBy(half::withEightBitWeights)
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("8-bit weights need a CPU and float32");
    }
}
