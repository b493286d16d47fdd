package strategies;

import io.exitbench.calibration.CalibratedThreshold;
import io.exitbench.calibration.FileHalf;
import io.exitbench.calibration.Once;
import io.exitbench.calibration.StateClassifier;
import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.CalibrationTraces;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A linear classifier over hidden states for each exit, of whether its token is the right one, the
 * text's own (BERxiT's "LTE", EACL 2021), at thresholds that keep a wanted agreement with the last
 * layer.
 */
class LearningToExit implements ExitStrategyContract {
    @Override
    public boolean needsCalibration() {
        return true;
    }

    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        CalibrationTraces traces = context.calibration();
        Once<StateClassifier> classifier = new Once<>(() -> learned(new FileHalf(traces, false)));
        return Stream.of(98.0, 99.0, 99.5).map(target -> at(target, traces, classifier));
    }

    private static StateClassifier learned(CalibrationTraces traces) {
        return StateClassifier.ofEachExit(
                traces,
                (token, exit) -> {
                    OptionalInt label = traces.label(token);
                    return label.isEmpty()
                            ? Optional.empty()
                            : Optional.of(traces.seen(token, exit).argmax() == label.getAsInt());
                });
    }

    private static StrategyVariant at(
            double target, CalibrationTraces traces, Once<StateClassifier> classifier) {
        Once<Double> threshold =
                new Once<>(
                        () ->
                                CalibratedThreshold.choose(
                                        new FileHalf(traces, true),
                                        classifier.get(),
                                        target / 100));
        return StrategyVariant.of(
                        "learning-to-exit", () -> above(threshold.get(), classifier.get()))
                .as(StrategyRole.LEARNED)
                .looksAt(Need.HIDDEN_STATE)
                .tightenedBy("target", target)
                .onRequestIf(true)
                .trainedIn(traces.madeIn());
    }

    private static ExitStrategy above(double threshold, StateClassifier classifier) {
        return seen ->
                ExitDecision.exitIf(
                        classifier.probability(seen.exitIndex(), seen.normalisedState())
                                > threshold);
    }
}
