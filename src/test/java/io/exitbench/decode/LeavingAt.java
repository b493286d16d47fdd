package io.exitbench.decode;

import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;

/**
 * Asks a strategy and leaves at one exit whatever it says there: what is measured is its asking.
 *
 * @param asked at that exit and at those before it
 * @param exit its index, from 0; the last layer's for a token that does not leave
 */
public record LeavingAt(ExitStrategy asked, int exit) implements ExitStrategy {
    @Override
    public void beginToken(int tokenIndex) {
        asked.beginToken(tokenIndex);
    }

    @Override
    public ExitDecision decide(Observation seen) {
        ExitDecision decision = asked.decide(seen);
        return seen.exitIndex() == exit ? ExitDecision.EXIT : decision;
    }
}
