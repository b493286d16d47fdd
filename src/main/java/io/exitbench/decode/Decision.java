package io.exitbench.decode;

import io.exitbench.ExitBenchException;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;

/** Asks a strategy. */
final class Decision {
    private Decision() {}

    /**
     * @throws ExitBenchException if it does not answer
     */
    static ExitDecision ask(ExitStrategy strategy, TokenObservation observation) {
        ExitDecision decision = strategy.decide(observation);
        if (decision == null) {
            throw new ExitBenchException(
                    "decide answered null at layer "
                            + observation.layer()
                            + " of token "
                            + observation.tokenIndex()
                            + "; answer CONTINUE, EXIT or STOP.");
        }
        return decision;
    }
}
