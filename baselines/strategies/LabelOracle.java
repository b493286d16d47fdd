package strategies;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.FullDepthTrace;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.Stream;

/**
 * Leaves at the first layer that predicts the reference's token, which it is told, and goes to the
 * last layer where none does or the text has left the reference: how right exits could make it.
 */
class LabelOracle implements ExitStrategyContract {
    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return Stream.of(
                StrategyVariant.of("label-oracle", Lookahead::new)
                        .as(StrategyRole.CHEATING)
                        .looksAt(Need.ARGMAX)
                        .onRequestIf(true));
    }

    private static final class Lookahead implements ExitStrategy {
        private FullDepthTrace trace;
        private boolean alongReference;
        private int index;

        @Override
        public void beginSample(SampleContext sample) {
            trace = sample.lookahead();
            alongReference = true;
        }

        @Override
        public void beginToken(int tokenIndex) {
            index = tokenIndex;
            alongReference &= tokenIndex < trace.label().length;
        }

        @Override
        public ExitDecision decide(Observation seen) {
            return ExitDecision.exitIf(alongReference && seen.argmax() == trace.label()[index]);
        }

        @Override
        public void observeOutcome(int token, int exitLayer) {
            alongReference &= index < trace.label().length && token == trace.label()[index];
        }
    }
}
