package strategies;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.Stream;

/** Margin among the candidates of a token's first exit (pruned vocabulary, arXiv 2410.18952). */
class CandidateMargin implements ExitStrategyContract {
    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return Stream.of(0.3, 0.6, 0.9).map(CandidateMargin::above);
    }

    private static StrategyVariant above(double threshold) {
        return StrategyVariant.of(
                        "candidate-margin",
                        () ->
                                seen ->
                                        ExitDecision.exitIf(
                                                seen.amongCandidates().margin() > threshold))
                .as(StrategyRole.THRESHOLD_RULE)
                .looksAt(Need.CANDIDATES)
                .tightenedBy("threshold", threshold);
    }
}
