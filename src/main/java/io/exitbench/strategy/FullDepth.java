package io.exitbench.strategy;

import java.util.stream.Stream;

/**
 * Never exits: the model as it is, with which everything is compared. A suite brings it along; it
 * stands back where another strategy has the role {@link StrategyRole#FULL_DEPTH}.
 */
public final class FullDepth implements StrategyFamily {
    @Override
    public Stream<StrategyVariant> variants(StrategyContext context) {
        return Stream.of(
                StrategyVariant.of("full-depth", "", () -> observation -> ExitDecision.CONTINUE)
                        .looksAt()
                        .as(StrategyRole.FULL_DEPTH));
    }
}
