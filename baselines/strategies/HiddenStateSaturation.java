package strategies;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.Stream;

/** Leaves once the hidden state hardly turns from exit to exit (CALM, arXiv 2207.07061). */
class HiddenStateSaturation implements ExitStrategyContract {
    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return Stream.of(0.8, 0.9, 0.95).map(HiddenStateSaturation::above);
    }

    private static StrategyVariant above(double cosine) {
        return StrategyVariant.of("hidden-state-saturation", () -> rule(cosine))
                .as(StrategyRole.THRESHOLD_RULE)
                .looksAt(Need.HIDDEN_STATE)
                .tightenedBy("cosine", cosine)
                .onRequestIf(true);
    }

    private static ExitStrategy rule(double cosine) {
        return seen -> ExitDecision.exitIf(seen.exitIndex() > 0 && cosine(seen) > cosine);
    }

    private static double cosine(Observation seen) {
        float[] now = seen.hiddenState();
        float[] before = seen.previousHiddenState();
        double product = 0;
        double square = 0;
        double squareBefore = 0;
        for (int i = 0; i < now.length; i++) {
            product += (double) now[i] * before[i];
            square += (double) now[i] * now[i];
            squareBefore += (double) before[i] * before[i];
        }
        return product / Math.sqrt(square * squareBefore);
    }
}
