package io.exitbench.bench;

import io.exitbench.agent.ppo.RandomState;
import io.exitbench.agent.ppo.VectorEnvironment;

/**
 * The pole on a cart (Barto, Sutton, Anderson 1983) with the constants of Gymnasium's CartPole-v1:
 * reward 1 a step, at most 500 steps.
 */
final class CartPole implements VectorEnvironment {
    static final int LONGEST = 500;

    private static final int WIDTH = 4;
    private static final double GRAVITY = 9.8;
    private static final double POLE_MASS = 0.1;
    private static final double TOTAL_MASS = 1.1;
    private static final double HALF_LENGTH = 0.5;
    private static final double FORCE = 10;
    private static final double SECONDS = 0.02;
    private static final double FARTHEST = 2.4;
    private static final double STEEPEST = 12 * 2 * Math.PI / 360;

    private final double[][] states;
    private final int[] lengths;
    private final RandomState random;
    private long episodes;
    private long steps;

    CartPole(int environments, long seed) {
        this.states = new double[environments][WIDTH];
        this.lengths = new int[environments];
        this.random = new RandomState(seed);
        for (int i = 0; i < environments; i++) {
            begin(i);
        }
    }

    private void begin(int i) {
        lengths[i] = 0;
        for (int k = 0; k < WIDTH; k++) {
            states[i][k] = random.nextDouble() * 0.1 - 0.05;
        }
    }

    @Override
    public int environments() {
        return states.length;
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
        for (int i = 0; i < states.length * WIDTH; i++) {
            into[offset + i] = (float) states[i / WIDTH][i % WIDTH];
        }
    }

    @Override
    public void step(int[] actions, float[] rewards, float[] continuations) {
        for (int i = 0; i < states.length; i++) {
            boolean fell = move(states[i], actions[i] == 1 ? FORCE : -FORCE);
            rewards[i] = 1;
            lengths[i]++;
            boolean ended = fell || lengths[i] == LONGEST;
            continuations[i] = ended ? 0 : 1;
            if (ended) {
                episodes++;
                steps += lengths[i];
                begin(i);
            }
        }
    }

    private static boolean move(double[] state, double force) {
        double sin = Math.sin(state[2]);
        double cos = Math.cos(state[2]);
        double push = (force + POLE_MASS * HALF_LENGTH * state[3] * state[3] * sin) / TOTAL_MASS;
        double turn =
                (GRAVITY * sin - cos * push)
                        / (HALF_LENGTH * (4.0 / 3 - POLE_MASS * cos * cos / TOTAL_MASS));
        double pull = push - POLE_MASS * HALF_LENGTH * turn * cos / TOTAL_MASS;
        state[0] += SECONDS * state[1];
        state[1] += SECONDS * pull;
        state[2] += SECONDS * state[3];
        state[3] += SECONDS * turn;
        return Math.abs(state[0]) > FARTHEST || Math.abs(state[2]) > STEEPEST;
    }

    @Override
    public Statistics takeStatistics() {
        double mean = episodes == 0 ? Double.NaN : (double) steps / episodes;
        Statistics statistics = new Statistics(episodes, mean, mean);
        episodes = 0;
        steps = 0;
        return statistics;
    }

    @Override
    public long[] state() {
        throw new UnsupportedOperationException("this benchmark is never resumed");
    }

    @Override
    public void restore(long[] state) {
        throw new UnsupportedOperationException("this benchmark is never resumed");
    }
}
