package io.exitbench.result.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.result.statistics.Interval;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CostRatioTest {
    /** Golden values from scipy 1.17.1: ttest_ind of the logarithms, equal_var=False. */
    @Test
    void theIntervalIsWelchs() {
        CostRatio ratio =
                CostRatio.of(new double[] {10, 11, 12, 10.5}, new double[] {12, 13, 12.5})
                        .orElseThrow();
        assertThat(ratio.percent()).isCloseTo(15.142961716, within(1e-7));
        Interval interval = ratio.interval().orElseThrow();
        assertThat(interval.low()).isCloseTo(2.232195245, within(1e-7));
        assertThat(interval.high()).isCloseTo(29.684211525, within(1e-7));
    }

    @Test
    void oneBlockHasNoIntervalAndNoReadingNoRatio() {
        assertThat(CostRatio.of(new double[] {1}, new double[] {2, 2}).orElseThrow().interval())
                .isEmpty();
        assertThat(CostRatio.of(new double[] {1, Double.NaN}, new double[] {2, 2})).isEmpty();
        assertThat(CostRatio.of(new double[] {}, new double[] {2})).isEmpty();
    }

    @Test
    void aWordSaysWhatTheIntervalDoes() {
        assertThat(word(0, 0)).isEqualTo("identical");
        assertThat(word(-1.5, 2)).isEqualTo("within ±2 %");
        assertThat(word(0.5, 1)).isEqualTo("within ±2 %");
        assertThat(word(0.5, 9)).isEqualTo("better");
        assertThat(word(-9, -0.5)).isEqualTo("worse");
        assertThat(word(-3, 1)).isEqualTo("unclear");
        assertThat(Verdict.of(Optional.empty()).word()).isEqualTo("no interval");
    }

    private static String word(double low, double high) {
        return Verdict.of(Optional.of(new Interval(low, high))).word();
    }
}
