package strategies;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.Stream;

/** Leaves once two exits in a row predict the same token (PABEE, arXiv 2006.04152). */
class Patience implements ExitStrategyContract, ExitStrategy {
    private int last;

    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return Stream.of(StrategyVariant.of("patience", "exits=2", Patience::new));
    }

    @Override
    public ExitDecision decide(Observation seen) {
        boolean same = seen.exitIndex() > 0 && seen.argmax() == last;
        last = seen.argmax();
        return same ? ExitDecision.EXIT : ExitDecision.CONTINUE;
    }
}
