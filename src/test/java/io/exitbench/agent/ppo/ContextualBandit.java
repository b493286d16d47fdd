package io.exitbench.agent.ppo;

/** One-step episodes with a known best action: that of the larger of two linear scores. */
final class ContextualBandit implements VectorEnvironment {
    static final int WIDTH = 6;

    private final int environments;
    private final RandomState random;
    private final float[][] states;
    private double sum;
    private long units;

    ContextualBandit(int environments, long seed) {
        this.environments = environments;
        this.random = new RandomState(seed);
        this.states = new float[environments][WIDTH];
        for (float[] state : states) {
            draw(state);
        }
    }

    static int best(float[] state, int from) {
        return state[from] + state[from + 1] > state[from + 2] ? 1 : 0;
    }

    private void draw(float[] state) {
        for (int k = 0; k < WIDTH; k++) {
            state[k] = (float) random.nextGaussian();
        }
    }

    @Override
    public int environments() {
        return environments;
    }

    @Override
    public int observationWidth() {
        return WIDTH;
    }

    @Override
    public int actions() {
        return 2;
    }

    @Override
    public void observe(float[] into, int offset) {
        for (int i = 0; i < environments; i++) {
            System.arraycopy(states[i], 0, into, offset + i * WIDTH, WIDTH);
        }
    }

    @Override
    public void step(int[] actions, float[] rewards, float[] continuations) {
        for (int i = 0; i < environments; i++) {
            rewards[i] = actions[i] == best(states[i], 0) ? 1 : 0;
            continuations[i] = 0;
            sum += rewards[i];
            units++;
            draw(states[i]);
        }
    }

    @Override
    public Statistics takeStatistics() {
        Statistics statistics = new Statistics(units, sum / units, Double.NaN);
        units = 0;
        sum = 0;
        return statistics;
    }

    @Override
    public long[] state() {
        long[] state = new long[1 + environments * WIDTH];
        state[0] = random.state();
        for (int i = 0; i < environments * WIDTH; i++) {
            state[i + 1] = Float.floatToRawIntBits(states[i / WIDTH][i % WIDTH]);
        }
        return state;
    }

    @Override
    public void restore(long[] state) {
        random.restore(state[0]);
        for (int i = 0; i < environments * WIDTH; i++) {
            states[i / WIDTH][i % WIDTH] = Float.intBitsToFloat((int) state[i + 1]);
        }
    }
}
