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
    private static final int LARGEST = 63;

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
        int width = state.length;
        float[] digits = new float[ROWS * width];
        double lost = 0;
        for (int i = 0; i < width; i++) {
            double coarse = Math.rint(state[i] / unit);
            double fine = Math.rint((state[i] - coarse * unit) / fineUnit);
            digits[i] = (float) Math.max(-LARGEST, Math.min(LARGEST, coarse));
            digits[width + i] = (float) Math.max(-LARGEST, Math.min(LARGEST, fine));
            double left =
                    state[i] - digits[i] * (double) unit - digits[width + i] * (double) fineUnit;
            lost += left * left;
        }
        digits[2 * width] = LOWEST;
        digits[2 * width + 1] = LARGEST;
        return Optional.of(
                new ScreenedState(
                        digits,
                        unit,
                        fineUnit,
                        (float) (Math.sqrt(squares) * UP),
                        (float) (Math.sqrt(lost) * UP)));
    }
}
