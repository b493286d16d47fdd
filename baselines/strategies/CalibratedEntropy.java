package strategies;

import io.exitbench.calibration.AgreementTargets;
import io.exitbench.junit.ExitStrategyContract;
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
        return AgreementTargets.thresholds(
                context.calibration(),
                (traces, token, exit) -> -traces.entropy(token, exit),
                CalibratedEntropy::above);
    }

    private static StrategyVariant above(double threshold) {
        return StrategyVariant.of(
                        "calibrated-entropy",
                        () -> seen -> ExitDecision.exitIf(-seen.entropy() > threshold))
                .as(StrategyRole.THRESHOLD_RULE)
                .looksAt(Need.CONFIDENCE)
                .onRequestIf(true);
    }
}
