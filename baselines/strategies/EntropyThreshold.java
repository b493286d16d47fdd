package strategies;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.Stream;

/** Leaves once the entropy, in nats, falls below a threshold (DeeBERT, arXiv 2004.12993). */
class EntropyThreshold implements ExitStrategyContract {
    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return Stream.of(0.25, 0.5, 1.5).map(EntropyThreshold::below);
    }

    private static StrategyVariant below(double nats) {
        return StrategyVariant.of(
                        "entropy", () -> seen -> ExitDecision.exitIf(seen.entropy() < nats))
                .as(StrategyRole.THRESHOLD_RULE)
                .looksAt(Need.CONFIDENCE)
                .loosenedBy("nats", nats)
                .onRequestIf(true);
    }
}
