package io.exitbench.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class Float16Test {
    @Test
    void everyFiniteNumberSurvivesTheRoundTrip() {
        for (int bits = 0; bits < 0x10000; bits++) {
            if ((bits & 0x7c00) != 0x7c00) {
                assertThat(Float16.fromFloat(Float16.toFloat((short) bits)))
                        .isEqualTo((short) bits);
            }
        }
    }

    @Test
    void knownValues() {
        assertThat(Float16.toFloat((short) 0x3c00)).isEqualTo(1f);
        assertThat(Float16.toFloat((short) 0xc000)).isEqualTo(-2f);
        assertThat(Float16.toFloat((short) 0x7bff)).isEqualTo(65504f);
        assertThat(Float16.toFloat((short) 0x0001)).isEqualTo(0x1p-24f);
        assertThat(Float16.fromFloat(0.1f)).isEqualTo((short) 0x2e66);
        // Halfway between two neighbours: the even one.
        assertThat(Float16.fromFloat(2049f)).isEqualTo(Float16.fromFloat(2048f));
        assertThat(Float16.fromFloat(2051f)).isEqualTo(Float16.fromFloat(2052f));
    }

    @Test
    void theErrorIsAtMostHalfAUnit() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            float value = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(8) - 4));
            if (Math.abs(value) <= Float16.MAX) {
                float error = Math.abs(Float16.toFloat(Float16.fromFloat(value)) - value);
                assertThat(error)
                        .isLessThanOrEqualTo(Math.max(0x1p-25f, Math.abs(value) * 0x1p-11f));
            }
        }
    }
}
