package strategies;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.DraftLength;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.Lossless;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.Stream;

/** Drafts at one exit as long as it is sure (Draft and Verify, arXiv 2309.08168). */
class DraftAndVerify implements ExitStrategyContract {
    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        int layer = context.exitLayers().get(context.exitLayers().size() / 2);
        return Stream.of(0.4, 0.6, 0.8).map(sure -> at(layer, sure));
    }

    private static StrategyVariant at(int layer, double sure) {
        return StrategyVariant.of(
                        "draft-and-verify",
                        () ->
                                seen ->
                                        ExitDecision.exitIf(
                                                seen.layer() == layer
                                                        && seen.topProbability() > sure))
                .looksAt(Need.CONFIDENCE)
                .with("layer", layer)
                .tightenedBy("sure", sure)
                .verified(new Lossless(() -> DraftLength.fixed(8), Lossless.Guess.NONE))
                .onRequestIf(true);
    }
}
