package mine;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.Stream;

/** Leaves every second token in the middle. */
class Halfway implements ExitStrategyContract {
    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return Stream.of(
                StrategyVariant.of(
                        "halfway",
                        "every=2",
                        () ->
                                seen ->
                                        seen.tokenIndex() % 2 == 1
                                                        && 2 * seen.layer() >= context.layers()
                                                ? ExitDecision.EXIT
                                                : ExitDecision.CONTINUE));
    }
}
