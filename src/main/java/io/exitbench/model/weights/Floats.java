package io.exitbench.model.weights;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Exact conversions between stored floating-point numbers and Java floats. Widening keeps every
 * value; narrowing rounds to nearest, ties to even, as IEEE 754-2019 section 4.3.1 defines it.
 */
public final class Floats {
    private static final int HALF_INFINITY = 0x7C00;
    private static final int FLOAT_INFINITY = 0x7F800000;

    private Floats() {}

    /**
     * Widens an IEEE 754 binary16 number.
     *
     * @param half its bits
     * @return the same value; a NaN stays a NaN with its payload shifted
     */
    public static float fromHalf(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1F;
        int fraction = half & 0x3FF;
        if (exponent == 0x1F) {
            return Float.intBitsToFloat(sign | FLOAT_INFINITY | fraction << 13);
        }
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | (exponent + 112) << 23 | fraction << 13);
    }

    /**
     * Rounds to an IEEE 754 binary16 number.
     *
     * @param value any float
     * @return the bits of the nearest half; infinity from 65520 on; NaN stays NaN
     */
    public static short toHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7FFFFFFF;
        if (magnitude > FLOAT_INFINITY) {
            // The quiet bit keeps a NaN from turning into an infinity when its payload is cut.
            return (short) (sign | HALF_INFINITY | 0x200 | (magnitude >>> 13) & 0x3FF);
        }
        if (magnitude >= 0x477FF000) {
            return (short) (sign | HALF_INFINITY);
        }
        if (magnitude < 0x38800000) {
            // Below 2^-14 halves are multiples of 2^-24; rint rounds ties to even.
            return (short) (sign | (int) Math.rint(Float.intBitsToFloat(magnitude) * 0x1p24));
        }
        int rounded = magnitude + 0xFFF + ((magnitude >>> 13) & 1);
        return (short) (sign | (rounded >>> 13) - (112 << 10));
    }

    /**
     * Widens a bfloat16 number.
     *
     * @param bfloat its bits
     * @return the same value
     */
    public static float fromBfloat(short bfloat) {
        return Float.intBitsToFloat(bfloat << 16);
    }

    /**
     * Rounds to a bfloat16 number.
     *
     * @param value any float
     * @return the bits of the nearest bfloat16; NaN stays NaN
     */
    public static short toBfloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        if ((bits & 0x7FFFFFFF) > FLOAT_INFINITY) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7FFF + ((bits >>> 16) & 1) >>> 16);
    }

    /**
     * Widens a run of stored numbers.
     *
     * @param stored little-endian elements; all remaining bytes are consumed
     * @param type their type, a floating-point one; {@code F64} is rounded to the nearest float
     * @param target receives one float for each element
     * @throws IllegalArgumentException when {@code type} is not a floating-point type
     */
    public static void widen(ByteBuffer stored, StorageType type, FloatBuffer target) {
        switch (type) {
            case F64 -> {
                while (stored.hasRemaining()) {
                    target.put((float) stored.getDouble());
                }
            }
            case F32 -> {
                target.put(stored.asFloatBuffer());
                stored.position(stored.limit());
            }
            case F16 -> {
                while (stored.hasRemaining()) {
                    target.put(fromHalf(stored.getShort()));
                }
            }
            case BF16 -> {
                while (stored.hasRemaining()) {
                    target.put(fromBfloat(stored.getShort()));
                }
            }
            default -> throw new IllegalArgumentException(type + " is not a floating-point type");
        }
    }

    /**
     * Narrows a run of floats.
     *
     * @param values all remaining floats are consumed
     * @param type the type to store, {@code F32}, {@code F16} or {@code BF16}
     * @param target little-endian; receives the elements
     * @throws IllegalArgumentException when {@code type} is none of the three
     */
    public static void narrow(FloatBuffer values, StorageType type, ByteBuffer target) {
        while (values.hasRemaining()) {
            float value = values.get();
            switch (type) {
                case F32 -> target.putFloat(value);
                case F16 -> target.putShort(toHalf(value));
                case BF16 -> target.putShort(toBfloat(value));
                default -> throw new IllegalArgumentException("Cannot store floats as " + type);
            }
        }
    }
}
