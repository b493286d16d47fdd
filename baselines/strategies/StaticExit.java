package strategies;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.Stream;

/** Leaves every token at the same layer, once for each allowed layer. */
class StaticExit implements ExitStrategyContract {
    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        int middle = context.exitLayers().get(context.exitLayers().size() / 2);
        return context.exitLayers().stream().map(layer -> at(layer).onRequestIf(layer != middle));
    }

    private static StrategyVariant at(int layer) {
        return StrategyVariant.of(
                        "static-exit", () -> seen -> ExitDecision.exitIf(seen.layer() == layer))
                .as(StrategyRole.CONTROL)
                .looksAt()
                .tightenedBy("layer", layer);
    }
}
