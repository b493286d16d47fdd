package strategies;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.Stream;

/**
 * Top probability among the candidates of a token's first exit (pruned vocabulary, arXiv
 * 2410.18952).
 */
class CandidateConfidence implements ExitStrategyContract {
    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return Stream.of(0.5, 0.7, 0.9).map(CandidateConfidence::above);
    }

    private static StrategyVariant above(double threshold) {
        return StrategyVariant.of(
                        "candidate-confidence",
                        () ->
                                seen ->
                                        ExitDecision.exitIf(
                                                seen.amongCandidates().topProbability()
                                                        > threshold))
                .as(StrategyRole.THRESHOLD_RULE)
                .looksAt(Need.CANDIDATES)
                .tightenedBy("threshold", threshold)
                .onRequestIf(true);
    }
}
