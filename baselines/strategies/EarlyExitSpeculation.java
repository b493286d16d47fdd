package strategies;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.DraftLength;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.Lossless;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyVariant;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * Drafts at one exit for as long as a draw from what is known of its acceptance tells (EESD, arXiv
 * 2406.03853: Thompson sampling with a Beta prior). What it knows it learns within a completion.
 */
class EarlyExitSpeculation implements ExitStrategyContract {
    private static final int LONGEST = 8;

    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return context.exitLayers().stream().limit(3).map(layer -> at(layer, context.seed()));
    }

    private static StrategyVariant at(int layer, long seed) {
        return StrategyVariant.of(
                        "early-exit-speculation",
                        () -> seen -> ExitDecision.exitIf(seen.layer() == layer))
                .looksAt()
                .with("layer", layer)
                .verified(new Lossless(() -> new Bandit(seed), Lossless.Guess.NONE))
                .onRequestIf(true);
    }

    private static final class Bandit implements DraftLength {
        private final Random random;
        private int accepted = 1;
        private int refused = 1;

        Bandit(long seed) {
            random = new Random(seed);
        }

        @Override
        public int next() {
            int length = 1;
            while (length < LONGEST && random.nextDouble() < draw()) {
                length++;
            }
            return length;
        }

        private double draw() {
            return new BetaDistribution(null, accepted, refused)
                    .inverseCumulativeProbability(random.nextDouble());
        }

        @Override
        public void verified(int drafted, int right) {
            accepted += right;
            refused += right < drafted ? 1 : 0;
        }
    }
}
