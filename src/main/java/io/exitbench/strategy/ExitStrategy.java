package io.exitbench.strategy;

/**
 * Decides when to leave the model. An instance serves one run, one sample after another, in one
 * thread; it may keep state between calls.
 */
@FunctionalInterface
public interface ExitStrategy {
    /**
     * Asked at each exit layer of each generated token, except at the model's last layer.
     *
     * @param observation valid during the call only
     * @return what to do
     */
    ExitDecision decide(Observation observation);

    /**
     * A new completion begins.
     *
     * @param sample what is known before its first token
     */
    default void beginSample(SampleContext sample) {}

    /**
     * A new token begins.
     *
     * @param tokenIndex 0 for the first generated token
     */
    default void beginToken(int tokenIndex) {}

    /**
     * A token has been generated.
     *
     * @param token its id
     * @param exitLayer the layer it came from, 1-based
     */
    default void observeOutcome(int token, int exitLayer) {}
}
