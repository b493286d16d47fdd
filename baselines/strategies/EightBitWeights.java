package strategies;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.Stream;

/**
 * Full depth over 8-bit weights (PyTorch's dynamic quantisation, on a CPU alone): what a user gets
 * who makes the model cheaper without leaving it early.
 */
class EightBitWeights implements ExitStrategyContract {
    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return Stream.of(
                StrategyVariant.of("eight-bit-weights", () -> seen -> ExitDecision.CONTINUE)
                        .as(StrategyRole.CONTROL)
                        .looksAt()
                        .onEightBitWeights());
    }
}
