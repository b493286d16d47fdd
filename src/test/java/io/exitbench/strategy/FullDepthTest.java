package io.exitbench.strategy;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.junit.NotInSuites;
import java.util.stream.Stream;

/** What comes with every suite keeps the contract that everybody's strategies keep. */
@NotInSuites
class FullDepthTest implements ExitStrategyContract {
    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return new FullDepth().variants(context);
    }
}
