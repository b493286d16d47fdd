package strategies;

import io.exitbench.calibration.AgreementTargets;
import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.CalibrationTraces;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.Stream;

/**
 * Top probability, at thresholds that keep a wanted agreement on calibration (arXiv 2207.07061).
 */
class CalibratedConfidence implements ExitStrategyContract {
    @Override
    public boolean needsCalibration() {
        return true;
    }

    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return AgreementTargets.thresholds(
                context.calibration(),
                CalibrationTraces::topProbability,
                CalibratedConfidence::above);
    }

    private static StrategyVariant above(double threshold) {
        return StrategyVariant.of(
                        "calibrated-confidence",
                        () -> seen -> ExitDecision.exitIf(seen.topProbability() > threshold))
                .as(StrategyRole.THRESHOLD_RULE)
                .looksAt(Need.CONFIDENCE)
                .onRequestIf(true);
    }
}
