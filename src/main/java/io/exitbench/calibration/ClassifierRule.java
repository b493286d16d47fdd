package io.exitbench.calibration;

import io.exitbench.strategy.CalibrationTraces;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Leaves where a classifier's probability passes a threshold that keeps a wanted agreement: learned
 * on one half of the calibration files, with a threshold from the other. Both are made when first
 * needed, the classifier once for all targets.
 */
public final class ClassifierRule {
    private final CalibrationTraces traces;
    private final Once<StateClassifier> classifier;

    /**
     * @param traces of all calibration files
     * @param learning makes the classifier from some of them
     */
    public ClassifierRule(
            CalibrationTraces traces, Function<CalibrationTraces, StateClassifier> learning) {
        this.traces = traces;
        classifier = new Once<>(() -> learning.apply(new FileHalf(traces, false)));
    }

    /**
     * @param target agreement with the last layer, in percent
     * @return makes the rule for it
     */
    public Supplier<ExitStrategy> at(double target) {
        Once<Double> threshold =
                new Once<>(
                        () ->
                                CalibratedThreshold.choose(
                                        new FileHalf(traces, true),
                                        classifier.get(),
                                        target / 100));
        return () -> above(threshold.get(), classifier.get());
    }

    private static ExitStrategy above(double threshold, StateClassifier classifier) {
        return seen ->
                ExitDecision.exitIf(
                        classifier.probability(seen.exitIndex(), seen.normalisedState())
                                > threshold);
    }
}
