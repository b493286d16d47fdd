package io.exitbench.calibration;

import io.exitbench.strategy.CalibrationTraces;
import io.exitbench.strategy.StrategyVariant;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The operating points of calibrated rules: agreements with the full model that are wanted over the
 * calibration split, in percent. The same for all of them, so that they can be compared.
 */
public final class AgreementTargets {
    private AgreementTargets() {}

    /**
     * A variant for each target, which is its parameter.
     *
     * @param traces of the calibration split
     * @param rule for a target in percent
     * @return the variants, loosest first
     */
    public static Stream<StrategyVariant> each(
            CalibrationTraces traces, DoubleFunction<StrategyVariant> rule) {
        return DoubleStream.of(98.0, 99.0, 99.5)
                .mapToObj(
                        target ->
                                rule.apply(target)
                                        .tightenedBy("target", target)
                                        .trainedIn(traces.madeIn()));
    }

    /**
     * A variant for each target at the loosest threshold that keeps it.
     *
     * @param traces of the calibration split; among candidates if the rule looks at these
     * @param score that the rule compares with its threshold
     * @param rule for a threshold, above which a token leaves
     * @return the variants, loosest first
     */
    public static Stream<StrategyVariant> thresholds(
            CalibrationTraces traces,
            CalibratedThreshold.Score score,
            DoubleFunction<StrategyVariant> rule) {
        return each(
                traces,
                target -> rule.apply(CalibratedThreshold.choose(traces, score, target / 100)));
    }
}
