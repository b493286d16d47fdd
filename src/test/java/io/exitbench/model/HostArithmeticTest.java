package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.exitbench.ExitBenchException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Java computes of decisions, against sums by hand. */
class HostArithmeticTest {
    private static final int WIDTH = 3;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager(Device.cpu(), DecoderModel.ENGINE);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private HeadRows head(float... values) {
        try (NDArray borrowed = manager.create(values, new Shape(values.length / WIDTH, WIDTH))) {
            return HeadRows.of(OwnedTensor.copy(borrowed, DataType.FLOAT32, manager)).orElseThrow();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 16, 31})
    void aProductSumsEveryNumberOnce(int length) {
        float[] x = new float[length];
        float[] y = new float[length + 2];
        double sum = 0;
        for (int i = 0; i < length; i++) {
            x[i] = i + 1;
            y[i + 2] = 1 << i % 5;
            sum += (i + 1) * (1 << i % 5);
        }
        assertThat((double) DotProduct.of(x, y, 2)).isEqualTo(sum);
    }

    @Test
    void theLargestValuesAreThoseThatSortingPutsFirst() {
        Random random = new Random(2);
        for (int go = 0; go < 50; go++) {
            float[] values = new float[1 + random.nextInt(200)];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(40);
            }
            int count = 1 + random.nextInt(values.length);
            int[] expected =
                    IntStream.range(0, values.length)
                            .boxed()
                            .sorted(Comparator.comparing((Integer i) -> -values[i]))
                            .limit(count)
                            .mapToInt(Integer::intValue)
                            .sorted()
                            .toArray();
            assertThat(LargestValues.indices(values, count)).containsExactly(expected);
        }
    }

    @Test
    void whatIsNotANumberIsRefused() {
        float[] values = {1, Float.NaN, Float.NaN};
        assertThatThrownBy(() -> LargestValues.indices(values, 2))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("not a number");
    }

    @Test
    void candidatesSayWhatASoftmaxOverTheirLogitsDoes() {
        HeadRows head = head(9, 9, 9, 0, 1, 0, 0, 2, 0, 9, 9, 9, 0, 0, 1);
        // Their logits are ln 2, ln 4 and ln 2 less.
        float ln2 = (float) Math.log(2);
        CandidateRows rows = new CandidateRows(head, new int[] {1, 2, 4});
        Predictions said = rows.among(new float[] {5, ln2, -ln2});
        double[] shares = {2 / 6.5, 4 / 6.5, 0.5 / 6.5};
        double entropy = Arrays.stream(shares).map(p -> -p * Math.log(p)).sum();
        assertThat(said.argmax()).containsExactly(2);
        assertThat(said.topProbability()[0]).isCloseTo((float) shares[1], within(1e-6f));
        assertThat(said.margin()[0]).isCloseTo((float) (shares[1] - shares[0]), within(1e-6f));
        assertThat(said.entropy()[0]).isCloseTo((float) entropy, within(1e-6f));
    }

    @Test
    void ofEqualCandidatesTheLowerTokenWinsAndHasNoMargin() {
        HeadRows head = head(1, 0, 0, 0, 1, 0, 0, 0, 1);
        Predictions said = new CandidateRows(head, new int[] {1, 2}).among(new float[] {7, 3, 3});
        assertThat(said.argmax()).containsExactly(1);
        assertThat(said.margin()[0]).isZero();
        assertThat(said.entropy()[0]).isCloseTo((float) Math.log(2), within(1e-6f));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CandidateRows(head, new int[] {1}));
    }

    /** Two tokens of one place, and each of them again. */
    @Test
    void productsOfRowsAreThoseOfTheTokenAskedFor() {
        Random random = new Random(1);
        int vocabulary = 1100;
        float[] values = new float[vocabulary * WIDTH];
        IntStream.range(0, values.length).forEach(i -> values[i] = (float) random.nextGaussian());
        HeadRows head = head(values);
        DenseLayer layer = layer(random, 2 + WIDTH, 6);
        RowProducts products = new RowProducts(layer, 2, head);
        for (int token : new int[] {5, 5, 1029, 5, 1029, 0, 1024}) {
            float[] row = Arrays.copyOfRange(values, token * WIDTH, (token + 1) * WIDTH);
            float[] expected = new float[6];
            for (int k = 0; k < expected.length; k++) {
                for (int i = 0; i < WIDTH; i++) {
                    expected[k] += row[i] * layer.weights()[(2 + i) * 6 + k];
                }
            }
            float[] units = new float[6];
            products.add(token, units);
            assertThat(units).as("token %d", token).containsExactly(expected);
        }
    }

    /** Whatever goes in together or in parts, one input is added after another. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 6, 11})
    void aLayerAddsItsInputsInTheirOrder(int inputs) {
        Random random = new Random(7);
        DenseLayer layer = layer(random, inputs, 5);
        float[] x = new float[inputs];
        float[] expected = layer.biases().clone();
        for (int i = 0; i < inputs; i++) {
            x[i] = (float) random.nextGaussian();
            for (int k = 0; k < 5; k++) {
                expected[k] += x[i] * layer.weights()[i * 5 + k];
            }
        }
        assertThat(layer.apply(x)).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(floats = {-40, -1.5f, -1e-4f, 0, 1e-6f, 0.3f, 2, 9, 100})
    void hiddenUnitsAreTanh(float x) {
        DenseLayer same = new DenseLayer(1, 1, new float[] {1}, new float[] {0});
        DenseLayer logits = new DenseLayer(1, 2, new float[] {0, 3}, new float[] {0, 0});
        ExitNet net = new ExitNet(false, 0, 0, List.of(same), List.of(logits));
        double expected = 1 / (1 + Math.exp(-3 * Math.tanh(x)));
        assertThat((double) net.score(0, new float[] {x})).isCloseTo(expected, within(1e-7));
    }

    private static DenseLayer layer(Random random, int inputs, int outputs) {
        float[] weights = new float[inputs * outputs];
        float[] biases = new float[outputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < outputs; i++) {
            biases[i] = (float) random.nextGaussian();
        }
        return new DenseLayer(inputs, outputs, weights, biases);
    }
}
