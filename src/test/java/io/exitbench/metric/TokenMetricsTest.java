package io.exitbench.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TokenMetricsTest {
    private final TokenAccuracy accuracy = new TokenAccuracy();

    @Test
    void structuralTokensOfTheReferenceDoNotCount() {
        assertThat(accuracy.sample("<s> a x b </s>", "<s> a <EOL> c </s>")).isEqualTo(50);
    }

    @Test
    void missingTokenIsWrongAndSurplusTokenIgnored() {
        assertThat(accuracy.sample("a", "a b")).isEqualTo(50);
        assertThat(accuracy.sample("a b", "a")).isEqualTo(100);
        assertThat(accuracy.sample("", "")).isEqualTo(100);
    }

    @Test
    void corpusIsTakenOverTokensNotSamples() {
        List<ScoredPair> pairs =
                List.of(new ScoredPair("a b c", "a b c"), new ScoredPair("x", "y"));

        assertThat(accuracy.corpus(pairs)).isEqualTo(75);
        assertThat(accuracy.corpus(List.of())).isNaN();
    }

    @Test
    void agreementChargesPositionsThatOnlyOneCompletionHas() {
        Agreement shorter = Agreement.of(new int[] {1, 2}, new int[] {1, 2, 3});

        assertThat(shorter.percent()).isCloseTo(200 / 3.0, within(1e-9));
        assertThat(Agreement.of(new int[] {1, 2, 3}, new int[] {1, 2})).isEqualTo(shorter);
        assertThat(shorter.plus(Agreement.of(new int[] {7}, new int[] {7})).percent())
                .isEqualTo(75);
        assertThat(Agreement.NONE.percent()).isEqualTo(100);
    }
}
