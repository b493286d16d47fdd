package io.exitbench.agent.stopping;

import java.util.stream.IntStream;

/**
 * Up to which price a fitted rule leaves at an exit for none of the tokens it learned from: there
 * it need not be asked.
 */
final class NeverLeft {
    /** Prices that are tried, a third from one to the next where they span a factor of 100. */
    private static final int PRICES = 17;

    /** Tokens that are tried, evenly spread: whoever leaves for none of so many seldom does. */
    private static final int TOKENS = 20_000;

    private static final int AT_ONCE = 512;

    private final StoppingProblem problem;
    private final StoppingSettings settings;
    private final AdvantageNet net;
    private final int exits;
    private final int width;

    NeverLeft(StoppingProblem problem, StoppingSettings settings, AdvantageNet net) {
        this.problem = problem;
        this.settings = settings;
        this.net = net;
        exits = problem.exits() - 1;
        width = problem.width() + 1;
    }

    /**
     * @return for each exit the highest of the prices such that at it and at all lower ones no
     *     token leaves there; 0 if some do at the lowest
     */
    float[] upTo() {
        boolean[][] left = new boolean[PRICES][exits];
        int sample = Math.min(TOKENS, problem.tokens());
        for (int from = 0; from < sample; from += AT_ONCE) {
            int count = Math.min(AT_ONCE, sample - from);
            float[][] seen = observe(from, count, sample);
            int price = 0;
            while (price < PRICES && tellsMore(price, left)) {
                mark(answers(priced(seen, count, scaled(price)), count), left[price]);
                price++;
            }
        }
        float[] upTo = new float[exits];
        for (int exit = 0; exit < exits; exit++) {
            for (int price = 0; price < PRICES && !left[price][exit]; price++) {
                double logarithm = settings.middle() + scaled(price) * settings.half();
                upTo[exit] = (float) Math.exp(logarithm);
            }
        }
        return upTo;
    }

    private float[] answers(float[][] seen, int count) {
        try (SeenRows rows = net.see(seen, count)) {
            return net.advantages(rows);
        }
    }

    /** Once every exit is left at this price or at a lower one, higher ones change no answer. */
    private boolean tellsMore(int price, boolean[][] left) {
        return IntStream.range(0, exits)
                .anyMatch(exit -> IntStream.rangeClosed(0, price).noneMatch(at -> left[at][exit]));
    }

    private static float scaled(int price) {
        return 2f * price / (PRICES - 1) - 1;
    }

    private float[][] observe(int from, int count, int sample) {
        float[][] seen = new float[exits][count * width];
        int states = problem.states();
        for (int i = 0; i < count; i++) {
            int token = (int) ((long) (from + i) * problem.tokens() / sample);
            for (int exit = 0; exit < exits; exit++) {
                problem.observe(token, exit, seen[exit], i * width);
                for (int state = 0; state < states; state++) {
                    seen[exit][i * width + state] *= (float) settings.stateScale();
                }
            }
        }
        return seen;
    }

    private float[][] priced(float[][] seen, int count, float scaled) {
        for (float[] rows : seen) {
            for (int i = 1; i <= count; i++) {
                rows[i * width - 1] = scaled;
            }
        }
        return seen;
    }

    /** A token leaves at the first exit that says so. */
    private void mark(float[] answers, boolean[] left) {
        int count = answers.length / exits;
        boolean[] gone = new boolean[count];
        for (int exit = 0; exit < exits; exit++) {
            for (int i = 0; i < count; i++) {
                if (!gone[i] && answers[exit * count + i] > 0) {
                    gone[i] = true;
                    left[exit] = true;
                }
            }
        }
    }
}
