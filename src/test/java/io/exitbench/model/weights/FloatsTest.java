package io.exitbench.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FloatsTest {
    private static final int LARGEST_FINITE = 0x7BFF;

    /** The value of a finite half by the definition of binary16 in IEEE 754-2019, table 3.5. */
    private static double defined(int half) {
        int exponent = half >>> 10 & 0x1F;
        int fraction = half & 0x3FF;
        double magnitude =
                exponent == 0
                        ? fraction * Math.pow(2, -24)
                        : (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
        return (half & 0x8000) == 0 ? magnitude : -magnitude;
    }

    @Test
    void everyHalfWidensToItsDefinedValue() {
        for (int half = 0; half <= 0xFFFF; half++) {
            float widened = Floats.fromHalf((short) half);
            if ((half & 0x7FFF) > 0x7C00) {
                assertThat(widened).isNaN();
            } else if ((half & 0x7FFF) == 0x7C00) {
                assertThat(widened)
                        .isEqualTo(
                                half == 0x7C00 ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY);
            } else {
                assertThat((double) widened).isEqualTo(defined(half));
                assertThat(Math.copySign(1, widened)).isEqualTo((half & 0x8000) == 0 ? 1 : -1);
            }
        }
    }

    @Test
    void everyHalfSurvivesTheRoundTrip() {
        for (int half = 0; half <= 0xFFFF; half++) {
            short back = Floats.toHalf(Floats.fromHalf((short) half));
            if ((half & 0x7FFF) > 0x7C00) {
                assertThat(Floats.fromHalf(back)).isNaN();
            } else {
                assertThat(back).isEqualTo((short) half);
            }
        }
    }

    @Test
    void betweenTwoHalvesTheNearerWinsAndTiesGoToEven() {
        for (int half = 0; half < LARGEST_FINITE; half++) {
            float middle = (float) ((defined(half) + defined(half + 1)) / 2);
            int even = (half & 1) == 0 ? half : half + 1;
            assertThat(Floats.toHalf(middle)).isEqualTo((short) even);
            assertThat(Floats.toHalf(-middle)).isEqualTo((short) (even | 0x8000));
            assertThat(Floats.toHalf(Math.nextDown(middle))).isEqualTo((short) half);
            assertThat(Floats.toHalf(Math.nextUp(middle))).isEqualTo((short) (half + 1));
        }
    }

    @Test
    void halvesOverflowAtTheMiddleBeyondTheLargest() {
        assertThat(Floats.toHalf(Math.nextDown(65520f))).isEqualTo((short) LARGEST_FINITE);
        assertThat(Floats.toHalf(65520f)).isEqualTo((short) 0x7C00);
        assertThat(Floats.toHalf(Float.MAX_VALUE)).isEqualTo((short) 0x7C00);
        assertThat(Floats.toHalf(Float.NEGATIVE_INFINITY)).isEqualTo((short) 0xFC00);
        assertThat(Floats.toHalf(Float.MIN_VALUE)).isEqualTo((short) 0);
        assertThat(Floats.fromHalf(Floats.toHalf(Float.intBitsToFloat(0x7F800001)))).isNaN();
    }

    @Test
    void everyBfloatIsTheUpperHalfOfAFloat() {
        for (int bits = 0; bits <= 0xFFFF; bits++) {
            float widened = Floats.fromBfloat((short) bits);
            assertThat(Float.floatToRawIntBits(widened)).isEqualTo(bits << 16);
            if (Float.isNaN(widened)) {
                assertThat(Floats.fromBfloat(Floats.toBfloat(widened))).isNaN();
            } else {
                assertThat(Floats.toBfloat(widened)).isEqualTo((short) bits);
            }
        }
    }

    @Test
    void bfloatsRoundToNearestWithTiesToEven() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            int lower = random.nextInt(0x7F7F);
            float middle = Float.intBitsToFloat(lower << 16 | 0x8000);
            int even = (lower & 1) == 0 ? lower : lower + 1;
            assertThat(Floats.toBfloat(middle)).isEqualTo((short) even);
            assertThat(Floats.toBfloat(Math.nextDown(middle))).isEqualTo((short) lower);
            assertThat(Floats.toBfloat(Math.nextUp(middle))).isEqualTo((short) (lower + 1));
        }
        assertThat(Floats.toBfloat(Float.MAX_VALUE)).isEqualTo((short) 0x7F80);
        assertThat(Floats.fromBfloat(Floats.toBfloat(Float.intBitsToFloat(0x7F800001)))).isNaN();
    }
}
