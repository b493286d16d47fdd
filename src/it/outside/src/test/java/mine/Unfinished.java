package mine;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.junit.NotInSuites;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.Stream;

/** An experiment that keeps the contract and is not to be measured yet. */
@NotInSuites
class Unfinished implements ExitStrategyContract {
    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return Stream.of(StrategyVariant.of("unfinished", "", () -> seen -> ExitDecision.EXIT));
    }
}
