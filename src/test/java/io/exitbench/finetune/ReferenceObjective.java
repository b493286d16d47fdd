package io.exitbench.finetune;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The weighted sum of the exits' cross-entropies, and its gradient.
 *
 * @param model in training, or frozen below the blocks
 * @param layers exits, the last layer last
 * @param weights of their losses
 * @param blocks of exits, by layer; none if the model itself is trained
 * @param teacher whose last layer's distribution is mixed in, or null
 * @param share of the teacher in the mixture
 * @param all whether all exits learn the mixture or the last alone
 */
record ReferenceObjective(
        ReferenceOpt model,
        int[] layers,
        double[] weights,
        Map<Integer, ReferenceExitBlock> blocks,
        ReferenceOpt teacher,
        double share,
        boolean all) {

    static ReferenceObjective full(ReferenceOpt model, int[] layers, double[] weights) {
        return new ReferenceObjective(model, layers, weights, Map.of(), null, 0, false);
    }

    double loss(int[][] sequences) {
        double[] losses = losses(sequences);
        double sum = 0;
        for (int exit = 0; exit < layers.length; exit++) {
            sum += weights[exit] * losses[exit];
        }
        return sum;
    }

    /** Mean over all tokens, for each exit. */
    double[] losses(int[][] sequences) {
        double[] losses = new double[layers.length];
        for (int[] sequence : sequences) {
            int[] tokens = Arrays.copyOf(sequence, sequence.length - 1);
            List<double[][]> states = model.states(tokens);
            double[][][] targets = targets(sequence);
            for (int exit = 0; exit < layers.length; exit++) {
                double[][] logits = model.logits(adapted(states, exit));
                losses[exit] +=
                        crossEntropy(logits, targets[exit])
                                / (tokens.length * (double) sequences.length);
            }
        }
        return losses;
    }

    /** Accumulates gradients; the model's own are right only if there are no blocks. */
    void backward(int[][] sequences) {
        for (int[] sequence : sequences) {
            int[] tokens = Arrays.copyOf(sequence, sequence.length - 1);
            List<double[][]> states = model.states(tokens);
            double[][][] targets = targets(sequence);
            double[][][] gradients = new double[model.depth() + 1][][];
            for (int exit = 0; exit < layers.length; exit++) {
                double scale = weights[exit] / (tokens.length * (double) sequences.length);
                double[][] state = adapted(states, exit);
                double[][] d =
                        model.logitsBackward(
                                state, difference(model.logits(state), targets[exit], scale));
                ReferenceExitBlock block = blocks.get(layers[exit]);
                if (block != null) {
                    block.backward(states.get(layers[exit]), d);
                }
                gradients[layers[exit]] = d;
            }
            if (blocks.isEmpty()) {
                model.statesBackward(tokens, states, gradients);
            }
        }
    }

    private double[][] adapted(List<double[][]> states, int exit) {
        double[][] state = states.get(layers[exit]);
        ReferenceExitBlock block = blocks.get(layers[exit]);
        return block == null ? state : block.forward(state);
    }

    /** Distributions {@code [exit][row][token]}. */
    private double[][][] targets(int[] sequence) {
        int[] tokens = Arrays.copyOf(sequence, sequence.length - 1);
        int vocabulary = model.tensor("embed_tokens.weight").rows();
        double[][] hard = new double[tokens.length][vocabulary];
        for (int row = 0; row < hard.length; row++) {
            hard[row][sequence[row + 1]] = 1;
        }
        double[][][] targets = new double[layers.length][][];
        Arrays.fill(targets, hard);
        if (teacher == null) {
            return targets;
        }
        double[][] soft = teacher.logits(teacher.states(tokens).get(teacher.depth()));
        for (int row = 0; row < soft.length; row++) {
            double[] p = ReferenceSoftmax.of(soft[row]);
            for (int token = 0; token < p.length; token++) {
                soft[row][token] = share * p[token] + (1 - share) * hard[row][token];
            }
        }
        for (int exit = 0; exit < layers.length; exit++) {
            if (all || layers[exit] == model.depth()) {
                targets[exit] = soft;
            }
        }
        return targets;
    }

    private static double crossEntropy(double[][] logits, double[][] targets) {
        double sum = 0;
        for (int row = 0; row < logits.length; row++) {
            double logSum = ReferenceSoftmax.logSum(logits[row]);
            for (int token = 0; token < logits[row].length; token++) {
                sum -= targets[row][token] * (logits[row][token] - logSum);
            }
        }
        return sum;
    }

    private static double[][] difference(double[][] logits, double[][] targets, double scale) {
        double[][] d = new double[logits.length][];
        for (int row = 0; row < d.length; row++) {
            d[row] = ReferenceSoftmax.of(logits[row]);
            for (int token = 0; token < d[row].length; token++) {
                d[row][token] = (d[row][token] - targets[row][token]) * scale;
            }
        }
        return d;
    }
}
