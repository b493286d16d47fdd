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
import java.util.stream.Stream;

/**
 * One linear classifier over hidden states for all exits, of whether an exit has the last layer's
 * token (CALM's "meta", arXiv 2207.07061), at thresholds that keep a wanted agreement.
 */
class CalmMeta implements ExitStrategyContract {
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
        return StateClassifier.shared(
                traces, (token, exit) -> Optional.of(traces.agrees(token, exit)));
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
        return StrategyVariant.of("calm-meta", () -> above(threshold.get(), classifier.get()))
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
