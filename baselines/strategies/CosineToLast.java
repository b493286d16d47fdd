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
 * A linear classifier over hidden states for each exit, of whether the state points where the last
 * layer's will (TIDE, arXiv 2603.21365: cosine above 0.98), at thresholds that keep a wanted
 * agreement.
 */
class CosineToLast implements ExitStrategyContract {
    private static final double CLOSE = 0.98;

    @Override
    public boolean needsCalibration() {
        return true;
    }

    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        CalibrationTraces traces = context.calibration();
        ClassifierRule rule = new ClassifierRule(traces, CosineToLast::learned);
        return AgreementTargets.each(traces, target -> at(target, rule));
    }

    private static StateClassifier learned(CalibrationTraces traces) {
        return StateClassifier.ofEachExit(
                traces,
                (token, exit) ->
                        Optional.of(
                                cosine(
                                                traces.normalisedState(token, exit),
                                                traces.normalisedState(
                                                        token, traces.exitLayers().size()))
                                        > CLOSE));
    }

    private static StrategyVariant at(double target, ClassifierRule rule) {
        return StrategyVariant.of("cosine-to-last", rule.at(target))
                .as(StrategyRole.LEARNED)
                .looksAt(Need.HIDDEN_STATE)
                .onRequestIf(true);
    }

    private static double cosine(float[] one, float[] other) {
        double product = 0;
        double square = 0;
        double otherSquare = 0;
        for (int i = 0; i < one.length; i++) {
            product += (double) one[i] * other[i];
            square += (double) one[i] * one[i];
            otherSquare += (double) other[i] * other[i];
        }
        return product / Math.sqrt(square * otherSquare);
    }
}
