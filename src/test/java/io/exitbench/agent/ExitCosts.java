package io.exitbench.agent;

import io.exitbench.agent.trace.Trace;
import io.exitbench.model.ExitNet;
import io.exitbench.model.ModelConfig;
import java.util.List;

/**
 * Layers and multiply-adds of tokens that leave, as the ledger counts them under {@code defer}.
 *
 * @param layers the exits, the last layer last
 * @param layer multiply-adds of a layer
 * @param head of the LM head
 * @param rows of the head's rows of a token's candidates
 */
record ExitCosts(List<Integer> layers, double layer, double head, double rows) {
    private static final double CANDIDATES = 64;

    static ExitCosts of(ModelConfig config, List<Integer> layers) {
        return new ExitCosts(
                List.copyOf(layers),
                config.layerMultiplyAdds(),
                config.headMultiplyAdds(),
                CANDIDATES * config.hiddenSize());
    }

    /** Index of the last layer. */
    int last() {
        return layers.size() - 1;
    }

    /** Multiply-adds of an evaluation of an agent's net. */
    static double evaluation(ExitNet net) {
        double sum = (double) (net.width() + net.rowWidth()) * net.first().get(0).outputs();
        for (int i = 0; i < net.rest().size(); i++) {
            int outputs = i == net.rest().size() - 1 ? 1 : net.rest().get(i).outputs();
            sum += (double) net.rest().get(i).inputs() * outputs;
        }
        return sum;
    }

    /**
     * A token's multiply-adds but for what deciding takes.
     *
     * @param exit where it leaves
     * @param candidates whether the first exit evaluates the whole head for candidates
     */
    double token(int exit, boolean candidates) {
        boolean full = exit == last();
        double heads = candidates ? (full ? 2 : 1) : full ? 1 : 0;
        return layers.get(exit) * layer + heads * head;
    }

    /**
     * What leaving comes to.
     *
     * @param trace of the tokens
     * @param tokens of it
     * @param exits where each of them leaves
     * @param candidates whether its token is the best candidate there, and not the whole head's
     * @param looks multiply-adds of a decision at each exit below the last
     * @param times milliseconds of a token that leaves at each exit
     */
    Course course(
            Trace trace,
            int[] tokens,
            int[] exits,
            boolean candidates,
            double[] looks,
            double[] times) {
        double[] right = new double[tokens.length];
        double[] costs = new double[layers.size()];
        double looked = 0;
        for (int exit = 0; exit < costs.length; exit++) {
            looked += exit < last() ? looks[exit] : 0;
            costs[exit] = token(exit, candidates) + looked;
        }
        double depth = 0;
        double cost = 0;
        double time = 0;
        for (int i = 0; i < tokens.length; i++) {
            int exit = exits[i];
            depth += layers.get(exit);
            cost += costs[exit];
            time += times[exit];
            int given =
                    candidates && exit < last()
                            ? trace.amongCandidates(tokens[i], exit).argmax()
                            : trace.argmax(tokens[i], exit);
            right[i] = given == trace.argmax(tokens[i], last()) ? 1 : 0;
        }
        double full = token(last(), false);
        int count = tokens.length;
        return new Course(right, depth / count, cost / count / full, time / count);
    }
}
