package strategies;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.DraftLength;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.Lossless;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.Stream;

/** Drafts a few tokens at one exit, then verifies them all (LayerSkip, arXiv 2404.16710). */
class SelfSpeculation implements ExitStrategyContract {
    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        int second = context.exitLayers().get(Math.min(1, context.exitLayers().size() - 1));
        return context.exitLayers().stream().limit(3).map(layer -> at(layer, second));
    }

    private static StrategyVariant at(int layer, int wanted) {
        return StrategyVariant.of(
                        "self-speculation",
                        () -> seen -> ExitDecision.exitIf(seen.layer() == layer))
                .looksAt()
                .with("layer", layer)
                .with("drafts", 4)
                .verified(new Lossless(() -> DraftLength.fixed(4), Lossless.Guess.NONE))
                .onRequestIf(layer != wanted);
    }
}
