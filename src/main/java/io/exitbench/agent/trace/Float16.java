package io.exitbench.agent.trace;

/**
 * IEEE 754 binary16, which Java 17 has no conversion for. Rounding is to nearest, ties to even.
 * Values beyond {@link #MAX} and not-a-number are the caller's to refuse: they have no meaning in a
 * hidden state.
 */
final class Float16 {
    /** The largest finite value. */
    static final float MAX = 65504f;

    private static final int SIGN = 0x8000;
    private static final int MAGNITUDE = 0x7fff;
    private static final int DROPPED_BITS = 13;

    /** Moves between the exponent biases 127 and 15; subnormal numbers come out right for free. */
    private static final float REBIAS = 0x1p112f;

    private static final float SMALLEST_NORMAL = 0x1p-14f;
    private static final int EXPONENT_OFFSET = (127 - 15) << 23;
    private static final int HALF_UNIT_LESS_ONE = (1 << (DROPPED_BITS - 1)) - 1;

    private Float16() {}

    /**
     * @param bits binary16 bits of a finite number
     * @return its exact value
     */
    static float toFloat(short bits) {
        float magnitude = Float.intBitsToFloat((bits & MAGNITUDE) << DROPPED_BITS) * REBIAS;
        return bits < 0 ? -magnitude : magnitude;
    }

    /**
     * @param value finite and of magnitude at most {@link #MAX}
     * @return the bits of the nearest binary16 number
     */
    static short fromFloat(float value) {
        int sign = Float.floatToRawIntBits(value) >>> 16 & SIGN;
        float magnitude = Math.abs(value);
        if (magnitude < SMALLEST_NORMAL) {
            // One unit is 2^-24 here; rint rounds half to even.
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24f));
        }
        int bits = Float.floatToRawIntBits(magnitude) - EXPONENT_OFFSET;
        int odd = bits >>> DROPPED_BITS & 1;
        return (short) (sign | (bits + HALF_UNIT_LESS_ONE + odd) >>> DROPPED_BITS);
    }
}
