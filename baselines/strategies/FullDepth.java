package strategies;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.Stream;

/** Never exits: the model as it is, with which everything is compared. */
class FullDepth implements ExitStrategyContract {
    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return Stream.of(
                StrategyVariant.of("full-depth", "", () -> observation -> ExitDecision.CONTINUE)
                        .as(StrategyRole.FULL_DEPTH));
    }
}
