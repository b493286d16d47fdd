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
    private static final double PROBABILITY = 0.25;

    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return Stream.of(
                StrategyVariant.of("random", "p=" + PROBABILITY, () -> new Dice(context.seed()))
                        .as(StrategyRole.CONTROL)
                        .onRequestIf(true));
    }

    /** Draws depend on the sample, not on those before it. */
    private static final class Dice implements ExitStrategy {
        private final long seed;
        private Random random;

        Dice(long seed) {
            this.seed = seed;
        }

        @Override
        public void beginSample(SampleContext sample) {
            random = new Random(seed ^ sample.id().hashCode());
        }

        @Override
        public ExitDecision decide(Observation observation) {
            return random.nextDouble() < PROBABILITY ? ExitDecision.EXIT : ExitDecision.CONTINUE;
        }
    }
}
