package io.exitbench.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.strategy.Confidence;

/**
 * Traces that differ in how many rows a product had alone: the same tokens, and numbers that are
 * the same but for the last bits of such products.
 */
final class SameTraces {
    private static final float CLOSE = 1e-4f;

    /** Two neighbouring float16 numbers, as parts of their size. */
    private static final float HALF_STEP = 1f / 512;

    private SameTraces() {}

    static void require(Trace actual, Trace expected) {
        assertThat(actual.episodes()).isEqualTo(expected.episodes());
        int exits = expected.header().exits().size();
        for (long token = 0; token < expected.tokens(); token++) {
            assertThat(actual.reference(token)).isEqualTo(expected.reference(token));
            for (int exit = 0; exit < exits; exit++) {
                require(actual.confidence(token, exit), expected.confidence(token, exit));
                require(actual.amongCandidates(token, exit), expected.amongCandidates(token, exit));
                requireStates(actual, expected, token, exit);
            }
        }
    }

    private static void require(Confidence actual, Confidence expected) {
        assertThat(actual.argmax()).isEqualTo(expected.argmax());
        assertThat(actual.topProbability()).isCloseTo(expected.topProbability(), within(CLOSE));
        assertThat(actual.margin()).isCloseTo(expected.margin(), within(CLOSE));
        assertThat(actual.entropy()).isCloseTo(expected.entropy(), within(CLOSE));
    }

    private static void requireStates(Trace actual, Trace expected, long token, int exit) {
        float[] one = new float[expected.header().width()];
        float[] other = new float[one.length];
        actual.hidden(token, exit, one);
        expected.hidden(token, exit, other);
        for (int i = 0; i < one.length; i++) {
            float step = Math.max(CLOSE, Math.abs(other[i]) * HALF_STEP);
            assertThat(one[i]).isCloseTo(other[i], within(step));
        }
    }
}
