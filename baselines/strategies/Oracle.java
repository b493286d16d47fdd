package strategies;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.FullDepthTrace;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.Stream;

/** Leaves at the first layer that agrees with the last, which it is told: an upper bound. */
class Oracle implements ExitStrategyContract {
    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return Stream.of(
                StrategyVariant.of("oracle", Lookahead::new).as(StrategyRole.CHEATING).looksAt());
    }

    private static final class Lookahead implements ExitStrategy {
        private FullDepthTrace trace;

        @Override
        public void beginSample(SampleContext sample) {
            trace = sample.lookahead();
        }

        @Override
        public ExitDecision decide(Observation observation) {
            return ExitDecision.exitIf(
                    observation.layer() >= trace.firstAgreeingLayer(observation.tokenIndex()));
        }
    }
}
