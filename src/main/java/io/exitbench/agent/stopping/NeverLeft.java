package io.exitbench.agent.stopping;

import java.util.Arrays;

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
        int[] lowest = new int[exits];
        Arrays.fill(lowest, PRICES);
        int sample = Math.min(TOKENS, problem.tokens());
        for (int from = 0; from < sample; from += AT_ONCE) {
            int count = Math.min(AT_ONCE, sample - from);
            try (SeenRows seen = net.see(observe(from, count, sample), count)) {
                // Prices above the lowest at which each exit is left change no answer.
                for (int price = 0; price < Arrays.stream(lowest).max().orElse(0); price++) {
                    seen.setLast(scaled(price));
                    mark(net.advantages(seen), price, lowest);
                }
            }
        }
        float[] upTo = new float[exits];
        for (int exit = 0; exit < exits; exit++) {
            if (lowest[exit] > 0) {
                double below = scaled(lowest[exit] - 1);
                upTo[exit] = (float) Math.exp(settings.middle() + below * settings.half());
            }
        }
        return upTo;
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

    /** A token leaves at the first exit that says so. */
    private void mark(float[] answers, int price, int[] lowest) {
        int count = answers.length / exits;
        boolean[] gone = new boolean[count];
        for (int exit = 0; exit < exits; exit++) {
            for (int i = 0; i < count; i++) {
                if (!gone[i] && answers[exit * count + i] > 0) {
                    gone[i] = true;
                    lowest[exit] = Math.min(lowest[exit], price);
                }
            }
        }
    }
}
