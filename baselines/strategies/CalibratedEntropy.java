package strategies;

import io.exitbench.calibration.CalibratedThreshold;
import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.CalibrationTraces;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.Stream;

/** Entropy, at thresholds that keep a wanted agreement on calibration (arXiv 2004.12993). */
class CalibratedEntropy implements ExitStrategyContract {
    @Override
    public boolean needsCalibration() {
        return true;
    }

    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return Stream.of(98.0, 99.0, 99.5).map(target -> at(target, context.calibration()));
    }

    private static StrategyVariant at(double target, CalibrationTraces traces) {
        double threshold =
                CalibratedThreshold.choose(
                        traces, (t, token, exit) -> -t.entropy(token, exit), target / 100);
        return StrategyVariant.of(
                        "calibrated-entropy",
                        () -> seen -> ExitDecision.exitIf(-seen.entropy() > threshold))
                .as(StrategyRole.THRESHOLD_RULE)
                .looksAt(Need.CONFIDENCE)
                .tightenedBy("target", target)
                .onRequestIf(true)
                .trainedIn(traces.madeIn());
    }
}
