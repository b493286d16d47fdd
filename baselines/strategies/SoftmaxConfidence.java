package strategies;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.Stream;

/** Leaves once the top probability passes a threshold (CALM, arXiv 2207.07061). */
class SoftmaxConfidence implements ExitStrategyContract {
    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return Stream.of(0.5, 0.7, 0.9).map(SoftmaxConfidence::above);
    }

    private static StrategyVariant above(double threshold) {
        return StrategyVariant.of(
                        "softmax-confidence",
                        () -> seen -> ExitDecision.exitIf(seen.topProbability() > threshold))
                .as(StrategyRole.THRESHOLD_RULE)
                .looksAt(Need.CONFIDENCE)
                .tightenedBy("threshold", threshold)
                .onRequestIf(true);
    }
}
