package io.exitbench.suite.measure;

import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;

/**
 * Leaves where another strategy has left, without deciding anything: what the same work costs when
 * the decisions are free. It is told which completion comes next by {@link #expect}.
 */
final class Replay implements ExitStrategy {
    private int[] recorded = {};
    private int token;

    /**
     * @param exitLayers of the completion that the next sample repeats
     */
    void expect(int[] exitLayers) {
        recorded = exitLayers;
    }

    @Override
    public void beginSample(SampleContext sample) {
        token = 0;
    }

    @Override
    public void beginToken(int tokenIndex) {
        token = tokenIndex;
    }

    @Override
    public ExitDecision decide(Observation observation) {
        int[] exits = recorded;
        // A strategy that stopped a completion was asked for the token after the last once more.
        if (token >= exits.length) {
            return ExitDecision.STOP;
        }
        return observation.layer() >= exits[token] ? ExitDecision.EXIT : ExitDecision.CONTINUE;
    }
}
