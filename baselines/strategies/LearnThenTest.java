package strategies;

import io.exitbench.calibration.RiskControl;
import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.CalibrationTraces;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.Stream;

/**
 * A threshold on the top probability under which the expected share of wrong tokens of a completion
 * stays below a risk with a probability of 95 % (Learn then Test, arXiv 2110.01052, as CALM uses
 * it).
 */
class LearnThenTest implements ExitStrategyContract {
    private static final double DELTA = 0.05;

    @Override
    public boolean needsCalibration() {
        return true;
    }

    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return Stream.of(0.1, 0.05, 0.02).map(risk -> below(risk, context.calibration()));
    }

    private static StrategyVariant below(double risk, CalibrationTraces traces) {
        double threshold =
                new RiskControl(risk, DELTA).threshold(traces, CalibrationTraces::topProbability);
        return StrategyVariant.of(
                        "learn-then-test",
                        () -> seen -> ExitDecision.exitIf(seen.topProbability() > threshold))
                .as(StrategyRole.THRESHOLD_RULE)
                .looksAt(Need.CONFIDENCE)
                .loosenedBy("risk", risk)
                .onRequestIf(true)
                .trainedIn(traces.madeIn());
    }
}
