package strategies;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.DraftLength;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.Lossless;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.Stream;

/**
 * Drafts at whichever exit is sure, and verifies with the next token that goes to the end
 * (AdaDecode, arXiv 2506.03700).
 */
class AdaDecode implements ExitStrategyContract {
    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return Stream.of(0.7, 0.9, 0.97).map(AdaDecode::above);
    }

    private static StrategyVariant above(double sure) {
        return StrategyVariant.of(
                        "adadecode",
                        () -> seen -> ExitDecision.exitIf(seen.topProbability() > sure))
                .looksAt(Need.CONFIDENCE)
                .tightenedBy("sure", sure)
                .verified(new Lossless(() -> DraftLength.fixed(8), Lossless.Guess.NONE))
                .onRequestIf(true);
    }
}
