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
        ClassifierRule rule = new ClassifierRule(traces, LearningToExit::learned);
        return AgreementTargets.each(traces, target -> at(target, rule));
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

    private static StrategyVariant at(double target, ClassifierRule rule) {
        return StrategyVariant.of("learning-to-exit", rule.at(target))
                .as(StrategyRole.LEARNED)
                .looksAt(Need.HIDDEN_STATE)
                .onRequestIf(true);
    }
}
