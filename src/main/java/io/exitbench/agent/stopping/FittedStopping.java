package io.exitbench.agent.stopping;

import io.exitbench.agent.ppo.RandomState;
import io.exitbench.model.DenseLayer;
import io.exitbench.model.ExitNet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fits an optimal stopping rule backward over the exits, with realised returns (Longstaff and
 * Schwartz, Review of Financial Studies 14, 2001; Tsitsiklis and Van Roy, IEEE Trans. Automatic
 * Control 44, 1999). With w(e) what leaving at exit e is worth and c(e) what it costs, at price λ,
 *
 * <pre>
 * A(e, λ) = w(e) − λ c(e) − (w(τ) − λ c(τ))
 * </pre>
 *
 * is what leaving at e gains over following the rule as it stands to the exit τ &gt; e where it
 * leaves next. Only the sign of its expectation decides, so that the rule learns the sign and not
 * the value: a logistic loss on whether leaving was better, each example weighted with |A|
 * (cost-proportionate weighting: Zadrozny, Langford and Abe, ICDM 2003), is least where the rule
 * leaves if and only if E[A | what is seen] is above 0. The price is an input, drawn anew for every
 * token of every pass, so one rule serves the whole frontier.
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
    private double loss;
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
        steps = settings.epochs() * perEpoch();
        net = new AdvantageNet(settings, problem.exits() - 1, problem.width() + 1, steps, random);
        order = IntStream.range(0, problem.tokens()).toArray();
        curve.add(List.of("pass", "loss"));
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
        float[][] inputs = new float[decisions][count * width];
        double[] prices = new double[count];
        for (int i = 0; i < count; i++) {
            double scaled = 2 * random.nextDouble() - 1;
            prices[i] = Math.exp(settings.middle() + scaled * settings.half());
            for (int exit = 0; exit < decisions; exit++) {
                problem.observe(order[from + i], exit, inputs[exit], i * width);
                hide(inputs[exit], i * width);
                inputs[exit][(i + 1) * width - 1] = (float) scaled;
            }
        }
        try (SeenRows seen = net.see(inputs, count)) {
            float[] answers = net.advantages(seen);
            float[] targets = new float[answers.length];
            for (int i = 0; i < count; i++) {
                fillTargets(order[from + i], prices[i], answers, targets, i, count);
            }
            rows += targets.length;
            net.fit(seen, targets);
        }
        step++;
        if (within == perEpoch() - 1) {
            curve.add(List.of(String.valueOf(step / perEpoch()), String.valueOf(loss / rows)));
            loss = 0;
            rows = 0;
        }
    }

    /** Scales raw states and hides some; four inputs for each 64 random bits. */
    private void hide(float[] inputs, int at) {
        int limit = (int) (settings.dropout() * 0x10000);
        float kept = (float) (settings.stateScale() / (1 - settings.dropout()));
        int states = problem.states();
        long bits = 0;
        for (int i = 0; i < states; i++) {
            if (limit > 0 && i % 4 == 0) {
                bits = random.nextLong();
            }
            inputs[at + i] = (bits & 0xffff) < limit ? 0 : inputs[at + i] * kept;
            bits >>>= 16;
        }
    }

    /**
     * From the deepest exit backward: what going on came to under the rule as it stands. Targets
     * are the answers less the gradient of the loss, which half the squared error then has.
     */
    private void fillTargets(
            int token, double price, float[] answers, float[] targets, int row, int count) {
        int last = problem.exits() - 1;
        double later = problem.worth(token, last) - price * problem.cost(last);
        for (int exit = last - 1; exit >= 0; exit--) {
            int at = exit * count + row;
            double here = problem.worth(token, exit) - price * problem.cost(exit);
            double better = here - later;
            double leaves = 1 / (1 + Math.exp(-AdvantageNet.LOGITS * answers[at]));
            double wrong = better > 0 ? 1 - leaves : leaves;
            loss -= Math.abs(better) * Math.log(Math.max(1 - wrong, Double.MIN_NORMAL));
            targets[at] = (float) (answers[at] + Math.signum(better) * Math.abs(better) * wrong);
            if (answers[at] > 0) {
                later = here;
            }
        }
    }

    /**
     * @return a header, then the mean loss of each pass, before its steps
     */
    public List<List<String>> curve() {
        return List.copyOf(curve);
    }

    /**
     * @return for each exit the price up to which the rule leaves there for no token that it
     *     learned from, 0 if there is none
     */
    public float[] neverLeftUpTo() {
        return new NeverLeft(problem, settings, net).upTo();
    }

    /**
     * The rule as a net with two logits, of which the first is 0; it leaves where the other is
     * above that.
     *
     * @return over what the problem shows at each exit, and ln λ after it
     */
    public ExitNet net() {
        ExitNet fitted = net.net();
        return new ExitNet(
                false,
                0,
                0,
                fitted.first().stream().map(this::overBareInputs).toList(),
                fitted.rest());
    }

    private DenseLayer overBareInputs(DenseLayer layer) {
        float[] weights = layer.weights().clone();
        float[] biases = layer.biases().clone();
        int price = (layer.inputs() - 1) * layer.outputs();
        for (int i = 0; i < problem.states() * layer.outputs(); i++) {
            weights[i] *= (float) settings.stateScale();
        }
        for (int i = 0; i < layer.outputs(); i++) {
            double slope = weights[price + i] / settings.half();
            weights[price + i] = (float) slope;
            biases[i] -= (float) (slope * settings.middle());
        }
        return new DenseLayer(layer.inputs(), layer.outputs(), weights, biases);
    }
}
