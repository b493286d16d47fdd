package io.exitbench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.exitbench.ExitBenchException;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LargestValuesTest {
    private static int[] sorted(float[] values, int count) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> values[i]).reversed())
                .limit(count)
                .mapToInt(i -> i)
                .sorted()
                .toArray();
    }

    @Test
    void theyAreThoseThatSortingPutsFirst() {
        Random random = new Random(3);
        for (int trial = 0; trial < 500; trial++) {
            int size = 1 + random.nextInt(60);
            int different = 1 + random.nextInt(20);
            float[] values = new float[size];
            for (int i = 0; i < size; i++) {
                values[i] = random.nextInt(different) - different / 2;
            }
            int count = 1 + random.nextInt(size);
            assertThat(LargestValues.indices(values, count)).isEqualTo(sorted(values, count));
        }
    }

    @Test
    void zerosAreEqualAndInfinityIsANumber() {
        float[] values = {Float.NEGATIVE_INFINITY, -0f, 0f, -0f, Float.POSITIVE_INFINITY, -1};
        assertThat(LargestValues.indices(values, 2)).containsExactly(1, 4);
        assertThat(LargestValues.indices(values, 6)).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void whatIsNoNumberIsTakenLast() {
        float[] values = {Float.NaN, 1, Float.NaN, -2};
        assertThat(LargestValues.indices(values, 2)).containsExactly(1, 3);
        assertThatExceptionOfType(ExitBenchException.class)
                .isThrownBy(() -> LargestValues.indices(values, 3))
                .withMessageContaining("not a number");
    }
}
