package strategies;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.Stream;

/**
 * The first layers alone, for the prompt and for every token, as if the others did not exist: what
 * a user has who loads a part of the tuned model and decides nothing.
 */
class TruncatedModel implements ExitStrategyContract {
    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return context.exitLayers().stream().map(TruncatedModel::to);
    }

    private static StrategyVariant to(int layers) {
        return StrategyVariant.of(
                        "truncated-model",
                        () -> seen -> ExitDecision.exitIf(seen.layer() == layers))
                .as(StrategyRole.CONTROL)
                .looksAt()
                .promptedThrough(layers)
                .tightenedBy("layers", layers)
                .onRequestIf(true);
    }
}
