package io.exitbench.suite;

import io.exitbench.decode.Completion;
import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;

/**
 * Leaves where another strategy has left, without deciding anything: what the same work costs when
 * the decisions are free. It is told which completion comes next by {@link #expect}.
 */
final class Replay implements ExitStrategy {
    private Completion recorded;
    private int token;

    /**
     * @param completion that the next sample repeats
     */
    void expect(Completion completion) {
        recorded = completion;
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
        int[] exits = recorded.exitLayers();
        // A strategy that stopped a completion was asked for the token after the last once more.
        if (token >= exits.length) {
            return ExitDecision.STOP;
        }
        return observation.layer() >= exits[token] ? ExitDecision.EXIT : ExitDecision.CONTINUE;
    }
}
