package strategies;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.Need;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.Stream;

/** Entropy among the candidates of a token's first exit (pruned vocabulary, arXiv 2410.18952). */
class CandidateEntropy implements ExitStrategyContract {
    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return Stream.of(0.25, 0.5, 1.5).map(CandidateEntropy::below);
    }

    private static StrategyVariant below(double nats) {
        return StrategyVariant.of(
                        "candidate-entropy",
                        () -> seen -> ExitDecision.exitIf(seen.amongCandidates().entropy() < nats))
                .as(StrategyRole.THRESHOLD_RULE)
                .looksAt(Need.CANDIDATES)
                .loosenedBy("nats", nats)
                .onRequestIf(true);
    }
}
