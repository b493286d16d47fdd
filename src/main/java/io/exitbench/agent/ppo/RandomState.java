package io.exitbench.agent.ppo;

import io.exitbench.digest.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * SplitMix64 (Steele, Lea, Flood 2014) with its whole state in one number, so that a checkpoint can
 * hold it; {@link java.util.Random} does not show its own. Not for use by several threads.
 */
public final class RandomState {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    /**
     * @param state a seed, or what {@link #state()} returned
     */
    public RandomState(long state) {
        this.state = state;
    }

    /**
     * A stream of its own for each purpose: two generators with one state would draw the same.
     *
     * @param seed of everything that draws
     * @param purpose of the numbers
     * @return a generator whose numbers are unrelated to those of other purposes
     */
    public static RandomState of(long seed, String purpose) {
        String text = purpose + "=" + seed;
        return new RandomState(
                ByteBuffer.wrap(Sha256.of(text.getBytes(StandardCharsets.UTF_8))).getLong());
    }

    /**
     * @return what a new instance needs to go on from here
     */
    public long state() {
        return state;
    }

    /**
     * @param state what {@link #state()} returned
     */
    public void restore(long state) {
        this.state = state;
    }

    /**
     * @return 64 random bits
     */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        long z = state;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /**
     * @return uniform in [0, 1)
     */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /**
     * @param bound at least 1
     * @return uniform in 0 … bound − 1 (to within 2^-32 of uniform)
     */
    public int nextInt(int bound) {
        return (int) ((nextLong() >>> 32) * bound >>> 32);
    }

    /**
     * @return standard normal (Box–Muller; the second value is not kept, which would be state)
     */
    public double nextGaussian() {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * nextDouble());
    }

    /**
     * Shuffles in place (Fisher–Yates).
     *
     * @param values any numbers
     */
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int kept = values[i];
            values[i] = values[j];
            values[j] = kept;
        }
    }
}
