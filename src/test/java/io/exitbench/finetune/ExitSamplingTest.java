package io.exitbench.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitSamplingTest {
    private static final int DRAWS = 20_000;
    private final SettingsBuilder settings = new SettingsBuilder();

    @ParameterizedTest
    @CsvSource({"1, 3", "2, 4", "2, 5", "4, 6"})
    void theExpectationOverStepsIsTheFullSum(int sampled, long seed) {
        settings.exits = List.of(1, 2, 3, 4, 5);
        settings.sampledExits = sampled;
        settings.seed = seed;
        ExitSampling sampling = new ExitSampling(settings.build());
        double[] full = settings.weighting.weights(6);
        double[] mean = new double[6];
        for (int step = 0; step < DRAWS; step++) {
            double[] drawn = sampling.weights(step);
            assertThat(Arrays.stream(drawn, 0, 5).filter(weight -> weight > 0).count())
                    .isEqualTo(sampled);
            assertThat(drawn[5]).isEqualTo(full[5]);
            for (int exit = 0; exit < 6; exit++) {
                mean[exit] += drawn[exit] / DRAWS;
            }
        }
        double share = sampled / 5.0;
        for (int exit = 0; exit < 5; exit++) {
            double deviation = full[exit] * Math.sqrt((1 / share - 1) / DRAWS);
            assertThat(mean[exit]).isCloseTo(full[exit], within(5 * deviation));
        }
    }

    @Test
    void drawsDependOnSeedAndStepAlone() {
        settings.sampledExits = 1;
        ExitSampling first = new ExitSampling(settings.build());
        ExitSampling resumed = new ExitSampling(settings.build());
        settings.seed++;
        ExitSampling other = new ExitSampling(settings.build());
        boolean differs = false;
        for (int step = 99; step >= 0; step--) {
            double[] drawn = first.weights(step);
            assertThat(resumed.weights(step)).isEqualTo(drawn);
            assertThat(first.weights(step)).isEqualTo(drawn);
            differs |= !Arrays.equals(other.weights(step), drawn);
        }
        assertThat(differs).isTrue();
    }

    @Test
    void withoutDrawingAllExitsTakePart() {
        double[] full = settings.weighting.weights(4);
        assertThat(new ExitSampling(settings.build()).weights(5)).isEqualTo(full);
        settings.sampledExits = 3;
        assertThat(new ExitSampling(settings.build()).weights(5)).isEqualTo(full);
    }
}
