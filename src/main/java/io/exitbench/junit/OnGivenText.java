package io.exitbench.junit;

import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;

/**
 * Asks a strategy for its decisions on the text that the full model writes, so that strategies are
 * compared on the same tokens: it goes on itself, whatever the strategy answers, and counts the
 * layers that each token would have run.
 */
final class OnGivenText implements ExitStrategy {
    private final ExitStrategy strategy;
    private boolean stopped;
    private int leftAt;
    private long layers;

    OnGivenText(ExitStrategy strategy) {
        this.strategy = strategy;
    }

    /** Layers counted until now. */
    long layers() {
        return layers;
    }

    @Override
    public void beginSample(SampleContext sample) {
        stopped = false;
        strategy.beginSample(sample);
    }

    @Override
    public void beginToken(int tokenIndex) {
        leftAt = 0;
        if (!stopped) {
            strategy.beginToken(tokenIndex);
        }
    }

    @Override
    public ExitDecision decide(Observation observation) {
        if (stopped || leftAt > 0) {
            return ExitDecision.CONTINUE;
        }
        ExitDecision decision = strategy.decide(observation);
        if (decision == ExitDecision.EXIT) {
            leftAt = observation.layer();
        } else if (decision == ExitDecision.STOP) {
            stopped = true;
            layers += observation.layer();
        }
        return decision == null ? null : ExitDecision.CONTINUE;
    }

    @Override
    public void observeOutcome(int token, int exitLayer) {
        if (!stopped) {
            int layer = leftAt > 0 ? leftAt : exitLayer;
            layers += layer;
            strategy.observeOutcome(token, layer);
        }
    }
}
