package io.exitbench.agent;

import io.exitbench.agent.ppo.Nd4jRuntime;
import io.exitbench.agent.stopping.FittedStopping;
import io.exitbench.agent.stopping.StoppingProblem;
import io.exitbench.agent.stopping.StoppingSettings;
import io.exitbench.agent.trace.Trace;
import io.exitbench.model.DenseLayer;
import io.exitbench.model.ExitNet;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Where tokens leave by policies that learned from the other half of a trace. */
final class CrossFit {
    private static final double[] PRICES = prices(20);

    private final Trace trace;
    private final Folds folds;
    private final LayerCosts costs;
    private final StateScale scale;
    private final String name;
    private final long seed;
    private final int[][] exits;

    /**
     * @param trace to learn and decide on
     * @param folds of it
     * @param costs that are learned for
     * @param scale of what is seen
     * @param name of what is seen
     * @param seed of the learning
     */
    CrossFit(Trace trace, Folds folds, LayerCosts costs, StateScale scale, String name, long seed) {
        this.trace = trace;
        this.folds = folds;
        this.costs = costs;
        this.scale = scale;
        this.name = name;
        this.seed = seed;
        exits = new int[PRICES.length][Math.toIntExact(trace.tokens())];
    }

    private static double[] prices(int count) {
        StoppingSettings settings = StoppingSettings.DEFAULT;
        double steps = count - 1.0;
        double[] prices = new double[count];
        for (int i = 0; i < count; i++) {
            double whole = settings.highest() / settings.lowest();
            prices[i] = settings.lowest() * Math.pow(whole, i / steps);
        }
        return prices;
    }

    String name() {
        return name;
    }

    /** For each price where each token leaves. */
    int[][] exits() {
        return exits;
    }

    /** Learns from one half and decides on the other; both halves may be done at once. */
    void fit(int half) {
        Nd4jRuntime.limitToOneThread();
        long start = System.nanoTime();
        StoppingProblem whole = new TraceStopping(trace, costs, scale);
        StoppingProblem problem = new SomeTokens(whole, folds.tokens(1 - half));
        FittedStopping fit = new FittedStopping(StoppingSettings.DEFAULT, problem, seed);
        while (!fit.finished()) {
            fit.step();
        }
        double learned = (System.nanoTime() - start) / 1e9;
        decide(scale.fold(fit.net(), true), folds.tokens(half));
        System.out.printf(
                Locale.ROOT,
                "# %s, seed %d, half %d: %d tokens, %d steps, last loss %s, %.0f s and %.0f s%n",
                name,
                seed,
                half,
                problem.tokens(),
                fit.steps(),
                fit.curve().get(fit.curve().size() - 1).get(1),
                learned,
                (System.nanoTime() - start) / 1e9 - learned);
    }

    private record SomeTokens(StoppingProblem whole, int[] chosen) implements StoppingProblem {
        @Override
        public int tokens() {
            return chosen.length;
        }

        @Override
        public int exits() {
            return whole.exits();
        }

        @Override
        public int width() {
            return whole.width();
        }

        @Override
        public int states() {
            return whole.states();
        }

        @Override
        public void observe(int token, int exit, float[] into, int offset) {
            whole.observe(chosen[token], exit, into, offset);
        }

        @Override
        public double worth(int token, int exit) {
            return whole.worth(chosen[token], exit);
        }

        @Override
        public double cost(int exit) {
            return whole.cost(exit);
        }
    }

    private void decide(TrainedPolicy policy, int[] tokens) {
        ExitNet[] nets = Arrays.stream(PRICES).mapToObj(policy::at).toArray(ExitNet[]::new);
        float[] inputs = new float[scale.shift()[0].length];
        for (int token : tokens) {
            boolean[] left = new boolean[nets.length];
            for (int exit = 0; exit < costs.tokens().size() - 1; exit++) {
                scale.read(trace, token, exit, inputs);
                // Prices differ in the biases alone, and most of the work is the first layer's.
                DenseLayer first = nets[0].first().get(exit);
                float[] hidden = first.apply(inputs);
                for (int price = 0; price < nets.length; price++) {
                    float[] biases = nets[price].first().get(exit).biases();
                    if (!left[price] && leaves(hidden, first.biases(), biases, policy)) {
                        left[price] = true;
                        exits[price][token] = exit;
                    }
                }
            }
            for (int price = 0; price < nets.length; price++) {
                exits[price][token] = left[price] ? exits[price][token] : costs.tokens().size() - 1;
            }
        }
    }

    private static boolean leaves(
            float[] hidden, float[] biases, float[] wanted, TrainedPolicy policy) {
        float[] values = new float[hidden.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = hidden[i] - biases[i] + wanted[i];
        }
        List<DenseLayer> rest = policy.net().rest();
        for (DenseLayer layer : rest) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) Math.tanh(values[i]);
            }
            values = layer.apply(values);
        }
        return values[1] > values[0];
    }
}
