package io.exitbench.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.ExitBenchException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExitWeightingTest {
    /** GREEN-CODE's weights for Llama: exits 3 to 13, 17 to 25 and the last layer. */
    private static final double[] PUBLISHED = {
        0.149, 0.134, 0.121, 0.109, 0.098, 0.088, 0.074, 0.066, 0.060, 0.100
    };

    @Test
    void theDefaultIsWhatTheReferencePublishes() {
        assertThat(ExitWeighting.parse("geometric").weights(10))
                .containsExactly(PUBLISHED, within(0.0006));
    }

    @Test
    void theDefaultForOptKeepsTotalsAndRatio() {
        double[] weights = ExitWeighting.greenCode().weights(11);
        assertThat(Arrays.stream(weights, 0, 7).sum()).isCloseTo(0.7, within(1e-12));
        assertThat(Arrays.stream(weights, 7, 10).sum()).isCloseTo(0.2, within(1e-12));
        assertThat(weights[10]).isCloseTo(0.1, within(1e-12));
        for (int i = 1; i < 10; i++) {
            if (i != 7) {
                assertThat(weights[i] / weights[i - 1]).isCloseTo(0.9, within(1e-12));
            }
        }
    }

    @Test
    void allWeightingsSumTo1ForAnyNumberOfExits() {
        Random random = new Random(1);
        for (int exits = 1; exits <= 40; exits++) {
            List<Double> values = random.doubles(exits).boxed().toList();
            ExitWeighting geometric =
                    new ExitWeighting.Geometric(
                            0.2 + random.nextDouble() * 2,
                            random.nextDouble() / 2,
                            random.nextDouble() / 2,
                            random.nextInt(8));
            for (ExitWeighting weighting :
                    List.of(
                            ExitWeighting.greenCode(),
                            geometric,
                            new ExitWeighting.Uniform(),
                            new ExitWeighting.Custom(values))) {
                double[] weights = weighting.weights(exits);
                assertThat(weights).hasSize(exits);
                assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-12));
                assertThat(Arrays.stream(weights).min().orElseThrow()).isNotNegative();
                assertThat(ExitWeighting.parse(weighting.text())).isEqualTo(weighting);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0,0,0",
                "0.5,-0.5,0",
                "1,-0.1,0.1",
                "NaN,1,1",
                "Infinity,1,1",
                "geometric:0.9,0.8,0.3,1",
                "geometric:0.9,-0.1,0.2,1",
                "geometric:-0.9,0.7,0.2,1",
                "geometric:NaN,0.7,0.2,1"
            })
    void weightsThatCannotBeUsedAreNamed(String text) {
        ExitWeighting weighting = ExitWeighting.parse(text);
        int exits = text.startsWith("geometric") ? 6 : 3;
        assertThatThrownBy(() -> weighting.weights(exits))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("must not be negative and must not sum to 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "geo", "geometric:", "geometric:1,2,3", "1,,2", "geometric:a,b,c,d"})
    void textThatIsNoWeightingIsQuoted(String text) {
        assertThatThrownBy(() -> ExitWeighting.parse(text))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("\"" + text + "\"");
    }

    @Test
    void customWeightsMustBeAsManyAsExits() {
        assertThatThrownBy(() -> ExitWeighting.parse("1,2").weights(3))
                .isInstanceOf(ExitBenchException.class)
                .hasMessageContaining("There are 2 weights for 3 exits");
    }
}
