package strategies;

import io.exitbench.calibration.AgreementTargets;
import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.Stream;

/**
 * Entropy among candidates at thresholds that keep a wanted agreement on calibration (arXiv
 * 2410.18952).
 */
class CalibratedCandidateEntropy implements ExitStrategyContract {
    @Override
    public boolean needsCalibration() {
        return true;
    }

    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return AgreementTargets.thresholds(
                context.calibration().amongCandidates(),
                (traces, token, exit) -> -traces.entropy(token, exit),
                CalibratedCandidateEntropy::above);
    }

    private static StrategyVariant above(double threshold) {
        return StrategyVariant.of(
                        "calibrated-candidate-entropy",
                        () ->
                                seen ->
                                        ExitDecision.exitIf(
                                                -seen.amongCandidates().entropy() > threshold))
                .as(StrategyRole.THRESHOLD_RULE)
                .looksAt(Need.CANDIDATES)
                .onRequestIf(true);
    }
}
