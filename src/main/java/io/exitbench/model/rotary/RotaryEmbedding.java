package io.exitbench.model.rotary;

/**
 * Rotary position embedding (arXiv 2104.09864) with the frequencies of one head.
 *
 * @param theta base of the geometric series of frequencies
 * @param scaling how the frequencies are stretched for long contexts
 */
public record RotaryEmbedding(double theta, Scaling scaling) {

    /** How the frequencies of a short-context model are stretched. */
    public sealed interface Scaling permits None, Linear, Llama3 {}

    /** Frequencies as they are. */
    public record None() implements Scaling {}

    /**
     * Positions divided by a factor (arXiv 2306.15595; transformers, {@code rope_type: linear}).
     *
     * @param factor of the stretch, above 0
     */
    public record Linear(double factor) implements Scaling {}

    /**
     * Llama 3.1's rule: wavelengths longer than {@code originalPositions / lowFrequencyFactor} are
     * stretched by {@code factor}, those shorter than {@code originalPositions /
     * highFrequencyFactor} stay, and between them the two are mixed linearly (transformers, {@code
     * rope_type: llama3}).
     *
     * @param factor of the stretch
     * @param lowFrequencyFactor where full stretching begins
     * @param highFrequencyFactor where stretching ends
     * @param originalPositions context length before stretching
     */
    public record Llama3(
            double factor,
            double lowFrequencyFactor,
            double highFrequencyFactor,
            double originalPositions)
            implements Scaling {}

    /**
     * Cosines and sines for the first positions, each frequency twice because the two halves of a
     * head share it; the sines of the first half are negative, as the rotation wants them.
     *
     * @param positions number of positions
     * @param headSize width of a head, even
     * @return row-major {@code [positions, 2, headSize]}: cosines, then sines
     */
    public float[] table(int positions, int headSize) {
        int half = headSize / 2;
        float[] frequencies = frequencies(half);
        float[] table = new float[Math.multiplyExact(positions, 2 * headSize)];
        for (int position = 0; position < positions; position++) {
            int cosines = position * 2 * headSize;
            int sines = cosines + headSize;
            for (int i = 0; i < half; i++) {
                // float32 as in transformers: the rounding of the angle is part of the model.
                float angle = position * frequencies[i];
                table[cosines + i] = table[cosines + half + i] = (float) Math.cos(angle);
                table[sines + half + i] = (float) Math.sin(angle);
                table[sines + i] = -table[sines + half + i];
            }
        }
        return table;
    }

    private float[] frequencies(int half) {
        float[] frequencies = new float[half];
        for (int i = 0; i < half; i++) {
            double frequency = 1 / Math.pow(theta, (double) i / half);
            frequencies[i] = (float) scaled(frequency);
        }
        return frequencies;
    }

    private double scaled(double frequency) {
        if (scaling instanceof Linear linear) {
            return frequency / linear.factor();
        }
        return scaling instanceof Llama3 rule ? scaled(frequency, rule) : frequency;
    }

    private static double scaled(double frequency, Llama3 rule) {
        double wavelength = 2 * Math.PI / frequency;
        double longest = rule.originalPositions() / rule.lowFrequencyFactor();
        double shortest = rule.originalPositions() / rule.highFrequencyFactor();
        if (wavelength > longest) {
            return frequency / rule.factor();
        }
        if (wavelength < shortest) {
            return frequency;
        }
        double smooth =
                (rule.originalPositions() / wavelength - rule.lowFrequencyFactor())
                        / (rule.highFrequencyFactor() - rule.lowFrequencyFactor());
        return (1 - smooth) * frequency / rule.factor() + smooth * frequency;
    }
}
