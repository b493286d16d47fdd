package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.exitbench.ExitBenchException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceNetTest {
    private static final Path GOLDENS = Path.of("src/test/resources/goldens/architectures");

    @ParameterizedTest
    @CsvSource({
        "opt-preln, false, false, false, 2",
        "opt-preln, true, true, true, 3",
        "opt-preln, true, false, true, 2",
        "opt-350m-style, true, true, true, 3",
        "opt-350m-style, false, false, false, 2",
        "opt-350m-style, true, true, false, 2",
        "llama3-gqa-tied, true, false, false, 3",
        "llama3-gqa-tied, false, true, true, 2",
        "llama3-gqa-tied, false, false, true, 2"
    })
    void theDeviceScoresAsTheHostDoes(
            String name, boolean normalised, boolean readsRow, boolean readsNumbers, int actions) {
        Random random = new Random(9);
        try (DecoderModel model =
                        Checkpoint.open(name, GOLDENS.resolve(name)).load(DecoderOptions.cpu());
                DecoderSession session = model.newSession()) {
            int width = model.config().stateSize(normalised);
            ExitNet net =
                    net(
                                    random,
                                    width,
                                    model.config().stateSize(true),
                                    normalised,
                                    readsRow,
                                    readsNumbers,
                                    actions)
                            .withTemperature(0.5);
            int stops = 0;
            try (DeviceNet device = model.upload(net)) {
                for (int token = 0; token < 20; token++) {
                    try (HiddenState start = session.embed(random.nextInt(160));
                            HiddenState one = session.forward(start, 1);
                            HiddenState two = session.forward(one, 3)) {
                        float[] first = values(model, one, normalised);
                        float[] second = values(model, two, normalised);
                        float[] given =
                                readsNumbers ? new float[] {token / 20f, 0.5f} : new float[0];
                        float[] row =
                                readsRow ? model.head().rows(new int[] {token})[0] : new float[0];
                        assertThat(device.score(0, one, token, given))
                                .isCloseTo(net.score(0, joined(first, row, given)), within(1e-5f));
                        assertThat(device.byOperators(0, one, token, given))
                                .isCloseTo(net.score(0, joined(first, row, given)), within(1e-5f));
                        float score = device.score(1, two, token, given);
                        assertThat(score)
                                .isCloseTo(net.score(1, joined(second, row, given)), within(1e-5f));
                        stops += score < 0 ? 1 : 0;
                    }
                }
            }
            assertThat(stops > 0).isEqualTo(actions == 3);
        }
    }

    @ParameterizedTest
    @CsvSource({"7"})
    void aNetForAnotherWidthIsRefused(int width) {
        try (DecoderModel model =
                Checkpoint.open("x", GOLDENS.resolve("opt-preln")).load(DecoderOptions.cpu())) {
            ExitNet net = net(new Random(1), width, 0, false, false, false, 2);
            assertThatThrownBy(() -> model.upload(net))
                    .isInstanceOf(ExitBenchException.class)
                    .hasMessageContaining("width 7");
        }
    }

    @Test
    void oneRowAndATokenOfTheVocabularyAreScored() {
        try (DecoderModel model =
                        Checkpoint.open("x", GOLDENS.resolve("opt-preln"))
                                .load(DecoderOptions.cpu());
                DecoderSession session = model.newSession();
                HiddenState two = session.embed(new int[] {1, 2});
                HiddenState one = session.embed(3)) {
            int width = model.config().hiddenSize();
            ExitNet net = net(new Random(1), width, width, true, true, true, 2);
            float[] given = {0, 0};
            int vocabulary = model.config().vocabularySize();
            try (DeviceNet device = model.upload(net)) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> device.score(0, two, 0, given))
                        .withMessageContaining("not of 2");
                assertThatExceptionOfType(IndexOutOfBoundsException.class)
                        .isThrownBy(() -> device.score(0, one, vocabulary, given));
            }
        }
    }

    private static float[] values(DecoderModel model, HiddenState state, boolean normalised) {
        try (NDManager manager = model.manager().newSubManager()) {
            var array = state.toArray(manager);
            return (normalised ? model.head().normalise(array, manager) : array).toFloatArray();
        }
    }

    private static ExitNet net(
            Random random,
            int width,
            int head,
            boolean normalised,
            boolean readsRow,
            boolean readsNumbers,
            int actions) {
        int row = readsRow ? head : 0;
        int numbers = readsNumbers ? 2 : 0;
        int inputs = width + row + numbers;
        List<DenseLayer> first = List.of(layer(random, inputs, 6), layer(random, inputs, 6));
        List<DenseLayer> rest = List.of(layer(random, 6, 5), layer(random, 5, actions));
        return new ExitNet(normalised, row, numbers, first, rest);
    }

    private static float[] joined(float[]... parts) {
        FloatBuffer all =
                FloatBuffer.allocate(Arrays.stream(parts).mapToInt(part -> part.length).sum());
        Arrays.stream(parts).forEach(all::put);
        return all.array();
    }

    private static DenseLayer layer(Random random, int inputs, int outputs) {
        float[] weights = new float[inputs * outputs];
        float[] biases = new float[outputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (random.nextGaussian() / Math.sqrt(inputs) * 4);
        }
        for (int i = 0; i < outputs; i++) {
            biases[i] = (float) random.nextGaussian() / 4;
        }
        return new DenseLayer(inputs, outputs, weights, biases);
    }
}
