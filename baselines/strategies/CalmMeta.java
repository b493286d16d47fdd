package strategies;

import io.exitbench.calibration.AgreementTargets;
import io.exitbench.calibration.ClassifierRule;
import io.exitbench.calibration.StateClassifier;
import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.CalibrationTraces;
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
        ClassifierRule rule = new ClassifierRule(traces, CalmMeta::learned);
        return AgreementTargets.each(traces, target -> at(target, rule));
    }

    private static StateClassifier learned(CalibrationTraces traces) {
        return StateClassifier.shared(
                traces, (token, exit) -> Optional.of(traces.agrees(token, exit)));
    }

    private static StrategyVariant at(double target, ClassifierRule rule) {
        return StrategyVariant.of("calm-meta", rule.at(target))
                .as(StrategyRole.LEARNED)
                .looksAt(Need.HIDDEN_STATE)
                .onRequestIf(true);
    }
}
