package io.exitbench.decode;

import java.util.List;
import java.util.stream.IntStream;

/** Counts what completions of a batch made the model compute together: rows each, passes shared. */
final class BatchWork {
    private final PassShares shares = new PassShares();

    /** Prompts ran through layers. */
    void prefill(List<BatchRow> rows, int layers) {
        int[] passes = shares.deal(layers, rows.size());
        for (int i = 0; i < passes.length; i++) {
            rows.get(i).work().prefill(passes[i], layers, rows.get(i).prefix().length);
        }
    }

    /** Prompts got the keys and values of layers by projection. */
    void projectPrompts(List<BatchRow> rows, int layers) {
        int[] passes = shares.deal(layers, rows.size());
        for (int i = 0; i < passes.length; i++) {
            rows.get(i).work().projectPrompt(passes[i], layers, rows.get(i).prefix().length);
        }
    }

    /** Tokens ran through layers, and with each so many others of its completion. */
    void run(List<BatchRow> rows, int layers, int[] others) {
        int[] passes = shares.deal(layers, rows.size());
        for (int i = 0; i < passes.length; i++) {
            rows.get(i).work().run(passes[i], layers, others[i]);
        }
    }

    /** Earlier tokens of completions ran through layers without a token. */
    void runAgain(List<BatchRow> rows, int layers, int[] earlier) {
        int[] concerned = IntStream.range(0, earlier.length).filter(i -> earlier[i] > 0).toArray();
        int[] passes = shares.deal(layers, concerned.length);
        for (int i = 0; i < passes.length; i++) {
            rows.get(concerned[i]).work().runAgain(passes[i], layers, earlier[concerned[i]]);
        }
    }

    /** Tokens got the keys and values of layers by projection. */
    void project(List<BatchRow> rows, int[] leaving, int layers) {
        int[] passes = shares.deal(layers, leaving.length);
        for (int i = 0; i < passes.length; i++) {
            rows.get(leaving[i]).work().project(passes[i], layers);
        }
    }
}
