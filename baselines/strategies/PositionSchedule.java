package strategies;

import io.exitbench.junit.ExitStrategyContract;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.StrategyContext;
import io.exitbench.strategy.StrategyRole;
import io.exitbench.strategy.StrategyVariant;
import java.util.stream.Stream;

/**
 * Leaves earlier the later a token stands, whatever it is (SkipDecode, arXiv 2307.02628). Of that
 * method an exit can express the falling depth, not that lower layers are skipped for upper ones.
 */
class PositionSchedule implements ExitStrategyContract {
    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return Stream.of(0.25, 0.5, 1.0).map(slope -> falling(slope, context.layers()));
    }

    private static StrategyVariant falling(double slope, int layers) {
        return StrategyVariant.of(
                        "position-schedule",
                        () ->
                                seen ->
                                        ExitDecision.exitIf(
                                                seen.layer() >= layers - slope * seen.tokenIndex()))
                .as(StrategyRole.CONTROL)
                .looksAt()
                .loosenedBy("layers-per-token", slope)
                .onRequestIf(true);
    }
}
