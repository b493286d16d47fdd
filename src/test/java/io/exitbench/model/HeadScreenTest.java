package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A screened head against one of which every row is read. */
class HeadScreenTest {
    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager(Device.cpu(), DecoderModel.ENGINE);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray head(float[] values, int width) {
        try (NDArray borrowed = manager.create(values, new Shape(values.length / width, width))) {
            return OwnedTensor.copy(borrowed, DataType.FLOAT32, manager);
        }
    }

    private Optional<HeadScreen> screen(NDArray head) {
        return HeadScreen.of(manager, head, HeadRows.of(head).orElseThrow());
    }

    private static float[] gaussian(Random random, int count, double deviation) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return values;
    }

    private static int[] best(float[] head, float[] state, int count) {
        int width = state.length;
        return IntStream.range(0, head.length / width)
                .boxed()
                .sorted(Comparator.comparing(token -> -DotProduct.of(state, head, token * width)))
                .limit(count)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    /** The last two have widths that neither digits' sums nor the processor's registers divide. */
    @ParameterizedTest
    @CsvSource({"2000, 256, 64, 1", "5000, 64, 16, 0.02", "900, 37, 2, 1e-6", "700, 9, 40, 1e6"})
    void theBestAreThoseOfTheWholeHead(int vocabulary, int width, int count, double scale) {
        Random random = new Random(3);
        float[] values = gaussian(random, vocabulary * width, scale);
        NDArray head = head(values, width);
        int found = 0;
        try (HeadScreen screen = screen(head).orElseThrow()) {
            for (int i = 0; i < 25; i++) {
                float[] state = gaussian(random, width, Math.pow(10, random.nextInt(9) - 4));
                Optional<int[]> screened = screen.best(state, count);
                if (screened.isPresent()) {
                    assertThat(screened.get()).containsExactly(best(values, state, count));
                    found++;
                }
            }
        }
        assertThat(found).isEqualTo(25);
    }

    /**
     * One number a thousand times the others': of those, 8 bits of one scale would keep nothing.
     */
    @Test
    void aStateWithAnOutlierKeepsItsOtherNumbers() {
        Random random = new Random(4);
        int width = 128;
        float[] values = gaussian(random, 4096 * width, 1);
        NDArray head = head(values, width);
        try (HeadScreen screen = screen(head).orElseThrow()) {
            for (int i = 0; i < 25; i++) {
                float[] state = gaussian(random, width, 1);
                state[random.nextInt(width)] = 1000;
                int[] best = best(values, state, 8);
                assertThat(screen.best(state, 8))
                        .hasValueSatisfying(is -> assertThat(is).containsExactly(best));
            }
        }
    }

    @Test
    void ofEqualLogitsTheLowerTokensAreTaken() {
        int width = 16;
        float[] row = gaussian(new Random(5), width, 1);
        float[] values = new float[400 * width];
        for (int token : new int[] {7, 90, 200, 201, 399}) {
            System.arraycopy(row, 0, values, token * width, width);
        }
        NDArray head = head(values, width);
        try (HeadScreen screen = screen(head).orElseThrow()) {
            assertThat(screen.best(row, 3).orElseThrow()).containsExactly(7, 90, 200);
        }
    }

    @Test
    void whereItTellsTooLittleTheHeadHasToBeEvaluated() {
        int width = 16;
        float[] one = gaussian(new Random(6), width, 1);
        float[] values = new float[400 * width];
        for (int token = 0; token < 400; token++) {
            System.arraycopy(one, 0, values, token * width, width);
        }
        NDArray alike = head(values, width);
        try (HeadScreen screen = screen(alike).orElseThrow()) {
            assertThat(screen.best(one, 3)).as("all tokens alike").isEmpty();
            assertThat(screen.best(new float[width], 3)).as("no state").isEmpty();
            float[] infinite = one.clone();
            infinite[2] = Float.POSITIVE_INFINITY;
            assertThat(screen.best(infinite, 3)).as("an infinite state").isEmpty();
            float[] none = one.clone();
            none[2] = Float.NaN;
            assertThat(screen.best(none, 3)).as("no number").isEmpty();
        }
        Arrays.fill(values, Float.NaN);
        NDArray broken = head(values, width);
        assertThat(screen(broken)).as("a head without numbers").isEmpty();
    }
}
