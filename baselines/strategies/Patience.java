package strategies;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.Stream;

/** Leaves once some exits in a row predict the same token (PABEE, arXiv 2006.04152). */
class Patience implements ExitStrategyContract {
    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return Stream.of(2, 3, 4).map(Patience::of);
    }

    private static StrategyVariant of(int exits) {
        return StrategyVariant.of("patience", () -> new Counter(exits))
                .looksAt(Need.ARGMAX)
                .tightenedBy("exits", exits)
                .onRequestIf(true);
    }

    private static final class Counter implements ExitStrategy {
        private final int wanted;
        private int last;
        private int same;

        Counter(int wanted) {
            this.wanted = wanted;
        }

        @Override
        public ExitDecision decide(Observation seen) {
            same = seen.exitIndex() > 0 && seen.argmax() == last ? same + 1 : 1;
            last = seen.argmax();
            return ExitDecision.exitIf(same >= wanted);
        }
    }
}
