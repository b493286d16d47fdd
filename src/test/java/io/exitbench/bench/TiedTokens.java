package io.exitbench.bench;

import ai.djl.ndarray.types.DataType;
import io.exitbench.decode.ExitLayers;
import io.exitbench.decode.ForcedLogits;
import io.exitbench.decode.KvPolicy;
import io.exitbench.model.DecoderModel;
import io.exitbench.model.DecoderOptions;
import io.exitbench.model.Graphs;
import io.exitbench.model.LoadableModel;
import io.exitbench.model.WidenedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Whether tokens by graphs and by operators differ by rounding alone. Where they first do, the same
 * text with the same exits is gone through once more by each, and by operators in float32 with the
 * same weights. What float32 says of the two tokens is set against the error of the operators' own
 * logits there, root mean square over the vocabulary: two logits nearer to each other than their
 * errors can stand either way.
 */
final class TiedTokens {
    private final LoadableModel model;
    private final DecoderOptions options;
    private final ExitLayers exits;
    private final KvPolicy policy;
    private final Predicate<Random> leaves;

    /**
     * A completion's first difference.
     *
     * @param prompt of the completion
     * @param text that both wrote after it
     * @param graphs the next token by graphs
     * @param operators the next token by operators
     * @param seed of the completion's exits
     */
    record Difference(int[] prompt, int[] text, int graphs, int operators, int seed) {}

    /**
     * @param leaves whether a token leaves at an exit, drawn
     */
    TiedTokens(
            LoadableModel model,
            DecoderOptions options,
            ExitLayers exits,
            KvPolicy policy,
            Predicate<Random> leaves) {
        this.model = model;
        this.options = options;
        this.exits = exits;
        this.policy = policy;
        this.leaves = leaves;
    }

    /** Goes through the differences and tells what they are. */
    void examine(List<Difference> differences) {
        DecoderOptions exact =
                new DecoderOptions(options.device(), DataType.FLOAT32, options.window(), 0)
                        .withGraphs(Graphs.OFF);
        List<float[]> graphs = logits(model.load(options.withGraphs(Graphs.ON)), differences);
        List<float[]> operators = logits(model.load(options.withGraphs(Graphs.OFF)), differences);
        List<float[]> wide = logits(WidenedModel.load(model, options.type(), exact), differences);
        int again = 0;
        int graphsRight = 0;
        int operatorsRight = 0;
        double widest = 0;
        double[] graphsErrors = new double[differences.size()];
        double[] operatorsErrors = new double[differences.size()];
        for (int i = 0; i < differences.size(); i++) {
            Difference difference = differences.get(i);
            float[] truth = wide.get(i);
            int best = best(truth);
            boolean repeated =
                    best(graphs.get(i)) == difference.graphs
                            && best(operators.get(i)) == difference.operators;
            again += repeated ? 1 : 0;
            graphsRight += best == difference.graphs ? 1 : 0;
            operatorsRight += best == difference.operators ? 1 : 0;
            graphsErrors[i] = error(graphs.get(i), truth);
            operatorsErrors[i] = error(operators.get(i), truth);
            double gap = Math.abs(truth[difference.graphs] - truth[difference.operators]);
            widest = Math.max(widest, gap / operatorsErrors[i]);
        }
        System.out.printf(
                Locale.ROOT,
                "  %d first differences, %d of them the same again; float32 says what graphs say in"
                        + " %d, what operators say in %d; it sees the two tokens at most %.2f"
                        + " errors of the operators' apart; the logits' errors are %s by graphs,"
                        + " %s by operators%n",
                differences.size(),
                again,
                graphsRight,
                operatorsRight,
                widest,
                medianAndLargest(graphsErrors),
                medianAndLargest(operatorsErrors));
    }

    /** Not the mean, which one text can be all of. */
    private static String medianAndLargest(double[] errors) {
        double[] sorted = errors.clone();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "%.2e at the median and at most %.2e",
                sorted[sorted.length / 2],
                sorted[sorted.length - 1]);
    }

    private List<float[]> logits(DecoderModel loaded, List<Difference> differences) {
        List<float[]> all = new ArrayList<>();
        try (loaded) {
            ForcedLogits forced = new ForcedLogits(loaded, exits, policy);
            for (Difference difference : differences) {
                Random exit = new Random(difference.seed);
                all.add(forced.after(difference.prompt, difference.text, () -> leaves.test(exit)));
            }
        }
        return all;
    }

    private static int best(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }

    /** Root mean square. */
    private static double error(float[] logits, float[] truth) {
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            double apart = logits[i] - truth[i];
            sum += apart * apart;
        }
        return Math.sqrt(sum / logits.length);
    }
}
