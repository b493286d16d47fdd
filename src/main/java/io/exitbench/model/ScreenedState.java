package io.exitbench.model;

import java.util.Optional;

/**
 * A state as two digits to each number, coarse and fine, which small integers hold exactly.
 *
 * @param digits {@code [3, width]}: the coarse ones, the fine ones, and the bounds of both
 * @param coarseUnit what a coarse digit is worth
 * @param fineUnit what a fine one is worth
 * @param length of the state
 * @param lost the length of what the digits leave out
 */
record ScreenedState(float[] digits, float coarseUnit, float fineUnit, float length, float lost) {
    static final int ROWS = 3;

    /** Digits of 7 bits, none of which is the lowest. */
    static final int LARGEST = 63;

    private static final int LOWEST = -64;

    /** A fine digit's share: what rounding leaves of a coarse one is half of it at most. */
    private static final int FINE = 2 * LARGEST;

    /** So that rounding a length to float32 does not make it too short. */
    private static final double UP = 1 + 1e-6;

    /**
     * @param state any numbers
     * @return its digits; nothing if all of it is 0, or something not finite
     */
    static Optional<ScreenedState> of(float[] state) {
        float most = 0;
        double squares = 0;
        for (float value : state) {
            most = Math.max(most, Math.abs(value));
            squares += (double) value * value;
        }
        float unit = most / LARGEST;
        float fineUnit = unit / FINE;
        if (!(fineUnit >= Float.MIN_NORMAL) || Double.isInfinite(squares)) {
            return Optional.empty();
        }
        float[] coarse = new float[state.length];
        float[] fine = new float[state.length];
        double lost = 0;
        for (int i = 0; i < state.length; i++) {
            coarse[i] = digit(state[i] / unit);
            double left = state[i] - coarse[i] * (double) unit;
            fine[i] = digit(left / fineUnit);
            left -= fine[i] * (double) fineUnit;
            lost += left * left;
        }
        return Optional.of(
                new ScreenedState(
                        bounded(coarse, fine),
                        unit,
                        fineUnit,
                        (float) (Math.sqrt(squares) * UP),
                        (float) (Math.sqrt(lost) * UP)));
    }

    private static float digit(double value) {
        return (float) Math.max(-LARGEST, Math.min(LARGEST, Math.rint(value)));
    }

    /** Digits and, as PyTorch finds out their range for itself, a row with its bounds. */
    static float[] bounded(float[] coarse, float[] fine) {
        int width = coarse.length;
        float[] digits = new float[ROWS * width];
        System.arraycopy(coarse, 0, digits, 0, width);
        System.arraycopy(fine, 0, digits, width, width);
        digits[2 * width] = LOWEST;
        digits[2 * width + 1] = LARGEST;
        return digits;
    }
}
