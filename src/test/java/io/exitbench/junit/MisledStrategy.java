package io.exitbench.junit;

import io.exitbench.strategy.ExitDecision;
import io.exitbench.strategy.ExitStrategy;
import io.exitbench.strategy.Observation;
import io.exitbench.strategy.SampleContext;
import java.lang.reflect.Proxy;

/**
 * A strategy to which top probabilities are shown that say nothing, anywhere from 0 to 1: random
 * weights are never sure, and what waits for a sure exit would draft nothing there.
 */
record MisledStrategy(ExitStrategy strategy) implements ExitStrategy {
    private static final double DIGITS = 1e4;

    @Override
    public ExitDecision decide(Observation seen) {
        return strategy.decide(
                (Observation)
                        Proxy.newProxyInstance(
                                Observation.class.getClassLoader(),
                                new Class<?>[] {Observation.class},
                                (proxy, method, arguments) -> {
                                    Object answer = method.invoke(seen, arguments);
                                    return method.getName().equals("topProbability")
                                            ? (Object) (float) ((float) answer * DIGITS % 1)
                                            : answer;
                                }));
    }

    @Override
    public void beginSample(SampleContext sample) {
        strategy.beginSample(sample);
    }

    @Override
    public void beginToken(int tokenIndex) {
        strategy.beginToken(tokenIndex);
    }

    @Override
    public void observeOutcome(int token, int exitLayer) {
        strategy.observeOutcome(token, exitLayer);
    }
}
