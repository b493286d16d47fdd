package io.exitbench.agent.stopping;

import io.exitbench.agent.ppo.RandomState;
import io.exitbench.model.DenseLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fits an optimal stopping rule (Tsitsiklis and Van Roy, IEEE Trans. Automatic Control 44, 1999;
 * with realised returns as in Longstaff and Schwartz, Review of Financial Studies 14, 2001). With
 * w(e) what leaving at exit e is worth and c(e) what it costs, at price λ,
 *
 * <pre>
 * A(e, x, λ) = E[ w(e) − λ c(e) − (w(τ) − λ c(τ)) | x ]
 * </pre>
 *
 * is the advantage of leaving at e over following the rule to the exit τ &gt; e where it leaves
 * next; the rule leaves where A is above 0. A net regresses A on what is seen; each step's targets
 * follow the net as it stands, from the deepest exit backward. The price is an input, drawn anew
 * for every token of every pass, so one rule serves the whole frontier.
 *
 * <p>Same settings, problem, seed and ND4J thread count give the same weights, bit by bit. Not for
 * use by several threads.
 */
public final class FittedStopping {
    private final StoppingSettings settings;
    private final StoppingProblem problem;
    private final RandomState random;
    private final AdvantageNet net;
    private final List<List<String>> curve = new ArrayList<>();
    private final int[] order;
    private final int steps;
    private int step;
    private double squares;
    private long rows;

    /**
     * @param settings of the fit
     * @param problem to learn
     * @param seed draws weights, prices and the order of tokens
     */
    public FittedStopping(StoppingSettings settings, StoppingProblem problem, long seed) {
        this.settings = settings;
        this.problem = problem;
        random = RandomState.of(seed, "stopping");
        net = new AdvantageNet(settings, problem.width() + 1, random);
        order = IntStream.range(0, problem.tokens()).toArray();
        steps = settings.epochs() * perEpoch();
        curve.add(List.of("pass", "mean_squared_error"));
    }

    private int perEpoch() {
        return (problem.tokens() + settings.tokens() - 1) / settings.tokens();
    }

    /**
     * @return steps in all
     */
    public int steps() {
        return steps;
    }

    /**
     * @return whether all steps are done
     */
    public boolean finished() {
        return step == steps;
    }

    /** One step of the regression over a few tokens at all their exits. */
    public void step() {
        int within = step % perEpoch();
        if (within == 0) {
            random.shuffle(order);
        }
        int from = within * settings.tokens();
        int count = Math.min(settings.tokens(), order.length - from);
        int decisions = problem.exits() - 1;
        int width = problem.width() + 1;
        float[] inputs = new float[count * decisions * width];
        double[] prices = new double[count];
        for (int i = 0; i < count; i++) {
            double scaled = 2 * random.nextDouble() - 1;
            prices[i] = Math.exp(settings.middle() + scaled * settings.half());
            for (int exit = 0; exit < decisions; exit++) {
                int at = (i * decisions + exit) * width;
                problem.observe(order[from + i], exit, inputs, at);
                hide(inputs, at);
                inputs[at + width - 1] = (float) scaled;
            }
        }
        float[] advantages = net.advantages(inputs, count * decisions);
        float[] targets = new float[count * decisions];
        for (int i = 0; i < count; i++) {
            fillTargets(order[from + i], prices[i], advantages, targets, i * decisions);
        }
        for (int i = 0; i < targets.length; i++) {
            double error = targets[i] - advantages[i];
            squares += error * error;
        }
        rows += targets.length;
        net.rate(settings.rate() * (1 + Math.cos(Math.PI * step / steps)) / 2);
        net.fit(inputs, targets);
        step++;
        if (within == perEpoch() - 1) {
            curve.add(List.of(String.valueOf(step / perEpoch()), String.valueOf(squares / rows)));
            squares = 0;
            rows = 0;
        }
    }

    /** Scales raw states and hides some; four inputs for each 64 random bits. */
    private void hide(float[] inputs, int at) {
        int limit = (int) (settings.dropout() * 0x10000);
        float kept = (float) (settings.stateScale() / (1 - settings.dropout()));
        long bits = 0;
        for (int i = 0; i < problem.states(); i++) {
            if (limit > 0 && i % 4 == 0) {
                bits = random.nextLong();
            }
            inputs[at + i] = (bits & 0xffff) < limit ? 0 : inputs[at + i] * kept;
            bits >>>= 16;
        }
    }

    /** From the deepest exit backward: what going on came to under the rule as it stands. */
    private void fillTargets(
            int token, double price, float[] advantages, float[] targets, int offset) {
        int last = problem.exits() - 1;
        double later = problem.worth(token, last) - price * problem.cost(last);
        for (int exit = last - 1; exit >= 0; exit--) {
            double here = problem.worth(token, exit) - price * problem.cost(exit);
            targets[offset + exit] = (float) (here - later);
            if (advantages[offset + exit] > 0) {
                later = here;
            }
        }
    }

    /**
     * @return a header, then the mean squared error of each pass, before its steps
     */
    public List<List<String>> curve() {
        return List.copyOf(curve);
    }

    /**
     * The rule as a net with two logits, of which the difference is the advantage.
     *
     * @return its layers, hidden ones first, whose last input is ln λ
     */
    public List<DenseLayer> layers() {
        List<DenseLayer> layers = net.layers();
        DenseLayer first = layers.get(0);
        float[] weights = first.weights().clone();
        float[] biases = first.biases().clone();
        int price = (first.inputs() - 1) * first.outputs();
        for (int i = 0; i < problem.states() * first.outputs(); i++) {
            weights[i] *= (float) settings.stateScale();
        }
        for (int i = 0; i < first.outputs(); i++) {
            double slope = weights[price + i] / settings.half();
            weights[price + i] = (float) slope;
            biases[i] -= (float) (slope * settings.middle());
        }
        layers.set(0, new DenseLayer(first.inputs(), first.outputs(), weights, biases));
        return layers;
    }
}
