package io.exitbench.calibration;

import io.exitbench.strategy.CalibrationTraces;
import java.util.Arrays;

/**
 * Chooses the threshold of a rule that leaves at the first exit whose score passes it: the loosest
 * one that, like every tighter one, keeps the wanted agreement with the full model over the
 * calibration split, each token predicted from the full model's own text.
 */
public final class CalibratedThreshold {
    /** Thresholds that are tried: quantiles of the scores. */
    private static final int STEPS = 1000;

    private CalibratedThreshold() {}

    /** How sure an exit is; higher leaves earlier. */
    @FunctionalInterface
    public interface Score {
        /**
         * @param traces of the calibration split
         * @param token number of a token
         * @param exit number of an exit
         * @return any finite number
         */
        double of(CalibrationTraces traces, long token, int exit);
    }

    /**
     * Chooses.
     *
     * @param traces of the calibration split
     * @param score that is compared with the threshold
     * @param agreement wanted share of tokens that equal the full model's, 0 to 1
     * @return the threshold; a token leaves where its score is above it
     */
    public static double choose(CalibrationTraces traces, Score score, double agreement) {
        int tokens = Math.toIntExact(traces.tokens());
        int exits = traces.exitLayers().size();
        double[][] scores = new double[tokens][exits];
        boolean[][] agrees = new boolean[tokens][exits];
        for (int token = 0; token < tokens; token++) {
            for (int exit = 0; exit < exits; exit++) {
                scores[token][exit] = score.of(traces, token, exit);
                agrees[token][exit] = traces.agrees(token, exit);
            }
        }
        double[] sorted = Arrays.stream(scores).flatMapToDouble(Arrays::stream).sorted().toArray();
        // Above all scores nothing leaves, and everything agrees.
        double chosen = sorted.length == 0 ? 0 : sorted[sorted.length - 1];
        for (int step = STEPS - 1; step >= 0; step--) {
            double threshold = sorted[(int) ((long) step * sorted.length / STEPS)];
            if (agreement(scores, agrees, threshold) < agreement) {
                return chosen;
            }
            chosen = threshold;
        }
        return chosen;
    }

    private static double agreement(double[][] scores, boolean[][] agrees, double threshold) {
        int kept = 0;
        for (int token = 0; token < scores.length; token++) {
            int exit = 0;
            while (exit < scores[token].length && !(scores[token][exit] > threshold)) {
                exit++;
            }
            kept += exit == scores[token].length || agrees[token][exit] ? 1 : 0;
        }
        return (double) kept / scores.length;
    }
}
