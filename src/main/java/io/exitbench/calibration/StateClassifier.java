package io.exitbench.calibration;

import io.exitbench.strategy.CalibrationTraces;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A linear classifier over hidden states after the final norm: how probable something is at an
 * exit. Fitted on evenly spaced calibration tokens, so that many of them take no longer.
 */
public final class StateClassifier implements CalibratedThreshold.Score {
    private static final int MOST_CASES = 2_000;

    private final List<LogisticModel> models;

    private StateClassifier(List<LogisticModel> models) {
        this.models = models;
    }

    /** What is to be predicted of a token at an exit. */
    @FunctionalInterface
    public interface Target {
        /**
         * @param token number of a token
         * @param exit number of an exit
         * @return whether it holds; empty where that is unknown
         */
        Optional<Boolean> holds(long token, int exit);
    }

    /**
     * Fits one model for all exits.
     *
     * @param traces of the calibration split
     * @param target to be predicted
     * @return the classifier
     */
    public static StateClassifier shared(CalibrationTraces traces, Target target) {
        int exits = traces.exitLayers().size();
        LogisticModel model = fitted(traces, target, 0, exits);
        List<LogisticModel> models = new ArrayList<>();
        for (int exit = 0; exit < exits; exit++) {
            models.add(model);
        }
        return new StateClassifier(models);
    }

    /**
     * Fits a model for each exit.
     *
     * @param traces of the calibration split
     * @param target to be predicted
     * @return the classifier
     */
    public static StateClassifier ofEachExit(CalibrationTraces traces, Target target) {
        List<LogisticModel> models = new ArrayList<>();
        for (int exit = 0; exit < traces.exitLayers().size(); exit++) {
            models.add(fitted(traces, target, exit, exit + 1));
        }
        return new StateClassifier(models);
    }

    private static LogisticModel fitted(
            CalibrationTraces traces, Target target, int fromExit, int toExit) {
        long cases = traces.tokens() * (toExit - fromExit);
        long stride = Math.max(1, (cases + MOST_CASES - 1) / MOST_CASES);
        List<double[]> features = new ArrayList<>();
        List<Boolean> holds = new ArrayList<>();
        for (long at = 0; at < cases; at += stride) {
            long token = at % traces.tokens();
            int exit = fromExit + (int) (at / traces.tokens());
            target.holds(token, exit)
                    .ifPresent(
                            known -> {
                                features.add(wide(traces.normalisedState(token, exit)));
                                holds.add(known);
                            });
        }
        boolean[] outcomes = new boolean[holds.size()];
        for (int i = 0; i < outcomes.length; i++) {
            outcomes[i] = holds.get(i);
        }
        return LogisticModel.fit(features.toArray(double[][]::new), outcomes);
    }

    private static double[] wide(float[] state) {
        double[] wide = new double[state.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = state[i];
        }
        return wide;
    }

    /**
     * @param exit number of an exit
     * @param normalisedState hidden state there, after the final norm
     * @return probability that the target holds, 0 to 1
     */
    public double probability(int exit, float[] normalisedState) {
        return models.get(exit).probability(wide(normalisedState));
    }

    @Override
    public double of(CalibrationTraces traces, long token, int exit) {
        return probability(exit, traces.normalisedState(token, exit));
    }
}
