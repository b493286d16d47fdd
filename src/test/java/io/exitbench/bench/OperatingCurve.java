package io.exitbench.bench;

import io.exitbench.agent.trace.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a score would do on a recorded trace if a token left at the first exit whose score passes a
 * threshold: the trajectory is the full model's, as under an exact K/V policy until the first token
 * that differs.
 */
final class OperatingCurve {
    private static final int CANDIDATES = 400;

    /** A score of one exit of one token; more means leave. */
    @FunctionalInterface
    interface Score {
        double of(Trace trace, long token, int exit);
    }

    /** Layers run and tokens right. */
    record Point(double threshold, double layers, double agreement) {}

    private final Trace trace;
    private final double[][] scores;
    private final long[] agrees;
    private List<Point> sweep;

    OperatingCurve(Trace trace, Score score) {
        this.trace = trace;
        scores = new double[(int) trace.tokens()][trace.header().exits().size() - 1];
        agrees = new long[scores.length];
        for (int token = 0; token < scores.length; token++) {
            agrees[token] = trace.outcome(token).agreesWithLast();
            for (int exit = 0; exit < scores[token].length; exit++) {
                scores[token][exit] = score.of(trace, token, exit);
            }
        }
    }

    Trace trace() {
        return trace;
    }

    private int exit(int token, double threshold) {
        int exit = 0;
        while (exit < scores[token].length && !(scores[token][exit] > threshold)) {
            exit++;
        }
        return exit;
    }

    Point at(double threshold) {
        List<Integer> exits = trace.header().exits();
        double layers = 0;
        double right = 0;
        for (int token = 0; token < scores.length; token++) {
            int exit = exit(token, threshold);
            layers += exits.get(exit);
            right += agrees[token] >>> exit & 1;
        }
        return new Point(threshold, layers / scores.length, right / scores.length);
    }

    /** For each token its layer and whether it is right. */
    double[][] tokens(double threshold) {
        double[][] statistics = new double[scores.length][];
        for (int token = 0; token < scores.length; token++) {
            int exit = exit(token, threshold);
            statistics[token] =
                    new double[] {trace.header().exits().get(exit), agrees[token] >>> exit & 1, 1};
        }
        return statistics;
    }

    /** The point whose mean layers are nearest to the wanted ones. */
    Point nearest(double layers) {
        if (sweep == null) {
            sweep = sweep();
        }
        return sweep.stream()
                .min((a, b) -> Double.compare(miss(a, layers), miss(b, layers)))
                .orElseThrow();
    }

    private List<Point> sweep() {
        double[] sorted = Arrays.stream(scores).flatMapToDouble(Arrays::stream).sorted().toArray();
        List<Point> points = new ArrayList<>();
        for (int i = 0; i <= CANDIDATES; i++) {
            points.add(at(sorted[(int) ((long) i * (sorted.length - 1) / CANDIDATES)]));
        }
        return points;
    }

    private static double miss(Point point, double layers) {
        return Math.abs(point.layers() - layers);
    }
}
