package strategies;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.Random;
import java.util.stream.Stream;

/** Leaves at each exit with the same probability, whatever it sees: a control. */
class RandomExit implements ExitStrategyContract {
    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return Stream.of(0.1, 0.25, 0.5)
                .map(
                        p ->
                                StrategyVariant.of("random", () -> new Dice(p, context.seed()))
                                        .as(StrategyRole.CONTROL)
                                        .looksAt()
                                        .with("p", p)
                                        .onRequestIf(true));
    }

    /** Draws depend on the sample, not on those before it. */
    private static final class Dice implements ExitStrategy {
        private final double p;
        private final long seed;
        private Random random;

        Dice(double p, long seed) {
            this.p = p;
            this.seed = seed;
        }

        @Override
        public void beginSample(SampleContext sample) {
            random = new Random(seed ^ sample.id().hashCode());
        }

        @Override
        public ExitDecision decide(Observation observation) {
            return ExitDecision.exitIf(random.nextDouble() < p);
        }
    }
}
