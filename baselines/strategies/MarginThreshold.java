package strategies;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.Stream;

/** Leaves once the best token is ahead of the second by a threshold (CALM, arXiv 2207.07061). */
class MarginThreshold implements ExitStrategyContract {
    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return Stream.of(0.3, 0.6, 0.9).map(MarginThreshold::above);
    }

    private static StrategyVariant above(double threshold) {
        return StrategyVariant.of(
                        "margin", () -> seen -> ExitDecision.exitIf(seen.margin() > threshold))
                .as(StrategyRole.THRESHOLD_RULE)
                .looksAt(Need.CONFIDENCE)
                .tightenedBy("threshold", threshold)
                .onRequestIf(true);
    }
}
