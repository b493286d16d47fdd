package io.exitbench.suite.measure;

import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;
import io.exitbench.strategy.UndeclaredLookaheadException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A sample in a batch with its strategy; says that it is its turn before it is asked. */
final class BatchSample implements ExitStrategy {
    private final LiveRun run;
    private final WorkSample sample;
    private final ExitStrategy own;
    private final ExitStrategy guarded;
    private final Consumer<WorkSample> turn;
    private final AtomicBoolean asked = new AtomicBoolean();

    /**
     * @param own strategy of the sample
     * @param turn told of the sample before each call
     */
    BatchSample(LiveRun run, WorkSample sample, ExitStrategy own, Consumer<WorkSample> turn) {
        this.run = run;
        this.sample = sample;
        this.own = own;
        this.turn = turn;
        guarded = new GuardedStrategy(own);
    }

    WorkSample sample() {
        return sample;
    }

    ExitStrategy own() {
        return own;
    }

    /** What the strategy may know beforehand. */
    SampleContext context() {
        return SampleRunner.context(run, sample, asked);
    }

    /**
     * @throws StrategyFailure if it asked for an answer that it did not declare
     */
    void requireBlind() {
        if (asked.get()) {
            throw SampleRunner.failure(
                    run, sample.id(), "failed", new UndeclaredLookaheadException());
        }
    }

    @Override
    public ExitDecision decide(Observation observation) {
        turn.accept(sample);
        return guarded.decide(observation);
    }

    @Override
    public void beginSample(SampleContext context) {
        turn.accept(sample);
        guarded.beginSample(context);
    }

    @Override
    public void beginToken(int tokenIndex) {
        turn.accept(sample);
        guarded.beginToken(tokenIndex);
    }

    @Override
    public void observeOutcome(int token, int exitLayer) {
        turn.accept(sample);
        guarded.observeOutcome(token, exitLayer);
    }
}
