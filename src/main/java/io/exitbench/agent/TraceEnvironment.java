package io.exitbench.agent;

import io.exitbench.ExitBenchException;
import io.exitbench.agent.ppo.RandomState;
import io.exitbench.agent.ppo.VectorEnvironment;
import io.exitbench.agent.trace.TokenOutcome;
import io.exitbench.agent.trace.Trace;

/**
 * Recorded completions as an environment. An episode is one completion, drawn at random; a step is
 * one decision at one exit. Leaving, or going on from the deepest exit, finishes the token; the
 * next token of the completion follows, which the recording makes the full model's whatever was
 * decided. A unit of the statistics is a token that began at the first exit.
 */
final class TraceEnvironment implements VectorEnvironment {
    private static final int LEAVE = 1;
    private static final int STOP = 2;
    private static final int NUMBERS_PER_COPY = 4;

    private final Trace trace;
    private final Reward reward;
    private final Algorithm.Ppo ppo;
    private final boolean mayStop;
    private final StateScale scale;
    private final RandomState random;
    private final int exits;
    private final int[] episode;
    private final int[] token;
    private final int[] exit;

    /** Whether the token in work counts as a unit, and what it has brought so far. */
    private final boolean[] counts;

    private final double[] earned;
    private final TokenOutcome[] outcomes;
    private final float[] values;
    private long units;
    private double returns;
    private double layers;

    TraceEnvironment(
            Trace trace,
            Reward reward,
            AgentSettings settings,
            Algorithm.Ppo ppo,
            StateScale scale) {
        if (trace.tokens() == 0) {
            throw new ExitBenchException(
                    "The trace holds no token to learn from; give the calibration split files.");
        }
        this.trace = trace;
        this.reward = reward;
        this.ppo = ppo;
        mayStop = settings.stop();
        this.scale = scale;
        int copies = ppo.settings().environments();
        random = RandomState.of(settings.seed(), "episodes");
        exits = trace.header().exits().size() - 1;
        episode = new int[copies];
        token = new int[copies];
        exit = new int[copies];
        counts = new boolean[copies];
        earned = new double[copies];
        outcomes = new TokenOutcome[copies];
        values = new float[scale.shift()[0].length];
        for (int copy = 0; copy < copies; copy++) {
            beginEpisode(copy);
        }
    }

    private void beginEpisode(int copy) {
        episode[copy] = random.nextInt(trace.episodes().size());
        token[copy] = 0;
        beginToken(copy);
    }

    private void beginToken(int copy) {
        boolean anywhere = ppo.startAnywhere() > 0 && random.nextDouble() < ppo.startAnywhere();
        exit[copy] = anywhere ? random.nextInt(exits) : 0;
        counts[copy] = !anywhere;
        earned[copy] = 0;
        outcomes[copy] = outcome(copy);
    }

    /**
     * Of what the token would be if it left, which whoever looks at candidates takes from these.
     */
    private TokenOutcome outcome(int copy) {
        return trace.outcome(number(copy), scale.inputs().usesCandidates());
    }

    private long number(int copy) {
        return trace.episodes().get(episode[copy]).firstToken() + token[copy];
    }

    @Override
    public int environments() {
        return episode.length;
    }

    @Override
    public int observationWidth() {
        return scale.inputWidth();
    }

    @Override
    public int actions() {
        return mayStop ? 3 : 2;
    }

    @Override
    public void observe(float[] into, int offset) {
        int width = scale.inputWidth();
        for (int copy = 0; copy < episode.length; copy++) {
            int at = offset + copy * width;
            scale.observe(trace, number(copy), exit[copy], into, at, values);
            if (ppo.dropout() > 0) {
                hide(into, at, at + scale.width());
            }
        }
    }

    /** Four inputs for each 64 random bits. */
    private void hide(float[] into, int from, int to) {
        int limit = (int) (ppo.dropout() * 0x10000);
        float kept = (float) (1 / (1 - ppo.dropout()));
        long bits = 0;
        for (int i = from; i < to; i++) {
            if ((i - from) % 4 == 0) {
                bits = random.nextLong();
            }
            into[i] = (bits & 0xffff) < limit ? 0 : into[i] * kept;
            bits >>>= 16;
        }
    }

    @Override
    public void step(int[] actions, float[] rewards, float[] continuations) {
        for (int copy = 0; copy < episode.length; copy++) {
            double paid = pay(copy, actions[copy]);
            earned[copy] += paid;
            rewards[copy] = (float) paid;
            boolean going = actions[copy] != LEAVE && actions[copy] != STOP;
            if (going && exit[copy] < exits - 1) {
                exit[copy]++;
                continuations[copy] = 1;
            } else {
                continuations[copy] = finish(copy, going, actions[copy] == STOP);
            }
        }
    }

    private double pay(int copy, int action) {
        if (action == LEAVE) {
            return reward.leave(outcomes[copy], exit[copy]);
        }
        if (action == STOP) {
            return reward.stop(outcomes[copy], exit[copy]);
        }
        double paid = reward.goOn(outcomes[copy], exit[copy]);
        return exit[copy] < exits - 1 ? paid : paid + reward.leave(outcomes[copy], exits);
    }

    /** Ends a token; returns what of the next one's value counts for it. */
    private float finish(int copy, boolean fullDepth, boolean stopped) {
        if (counts[copy]) {
            units++;
            returns += earned[copy];
            layers += trace.header().exits().get(fullDepth ? exits : exit[copy]);
        }
        token[copy]++;
        if (stopped || token[copy] == trace.episodes().get(episode[copy]).tokens()) {
            beginEpisode(copy);
            return 0;
        }
        beginToken(copy);
        return ppo.acrossTokens() ? 1 : 0;
    }

    @Override
    public Statistics takeStatistics() {
        Statistics statistics =
                new Statistics(
                        units,
                        units == 0 ? Double.NaN : returns / units,
                        units == 0 ? Double.NaN : layers / units);
        units = 0;
        returns = 0;
        layers = 0;
        return statistics;
    }

    @Override
    public long[] state() {
        long[] state = new long[1 + NUMBERS_PER_COPY * episode.length];
        state[0] = random.state();
        for (int copy = 0; copy < episode.length; copy++) {
            int at = 1 + NUMBERS_PER_COPY * copy;
            state[at] = episode[copy];
            state[at + 1] = token[copy];
            state[at + 2] = exit[copy] * 2L + (counts[copy] ? 1 : 0);
            state[at + 3] = Double.doubleToRawLongBits(earned[copy]);
        }
        return state;
    }

    @Override
    public void restore(long[] state) {
        random.restore(state[0]);
        for (int copy = 0; copy < episode.length; copy++) {
            int at = 1 + NUMBERS_PER_COPY * copy;
            episode[copy] = (int) state[at];
            token[copy] = (int) state[at + 1];
            exit[copy] = (int) (state[at + 2] / 2);
            counts[copy] = state[at + 2] % 2 == 1;
            earned[copy] = Double.longBitsToDouble(state[at + 3]);
            outcomes[copy] = outcome(copy);
        }
    }
}
