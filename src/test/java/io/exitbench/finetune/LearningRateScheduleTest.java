package io.exitbench.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LearningRateScheduleTest {
    private static final int STEPS = 120;
    private static final int WARM_UP = 20;

    @ParameterizedTest
    @EnumSource
    void risesOnALineToThePeakAndDoesNotRiseAgain(LearningRateSchedule schedule) {
        for (int step = 0; step < WARM_UP; step++) {
            assertThat(schedule.factor(step, WARM_UP, STEPS))
                    .isCloseTo((step + 1) / 20.0, within(1e-12));
        }
        assertThat(schedule.factor(WARM_UP, WARM_UP, STEPS)).isEqualTo(1);
        for (int step = WARM_UP + 1; step < STEPS; step++) {
            assertThat(schedule.factor(step, WARM_UP, STEPS))
                    .isPositive()
                    .isLessThanOrEqualTo(schedule.factor(step - 1, WARM_UP, STEPS));
        }
    }

    @Test
    void halfWayTheyAreWhereTheirFormulasAre() {
        assertThat(LearningRateSchedule.CONSTANT.factor(70, 20, 120)).isEqualTo(1);
        assertThat(LearningRateSchedule.LINEAR.factor(70, 20, 120)).isCloseTo(0.55, within(1e-12));
        assertThat(LearningRateSchedule.COSINE.factor(70, 20, 120)).isCloseTo(0.55, within(1e-12));
        assertThat(LearningRateSchedule.COSINE.factor(45, 20, 120))
                .isCloseTo(0.1 + 0.45 * (1 + Math.sqrt(0.5)), within(1e-12));
    }

    @ParameterizedTest
    @EnumSource
    void oneStepWithoutWarmUpIsAtThePeak(LearningRateSchedule schedule) {
        assertThat(schedule.factor(0, 0, 1)).isEqualTo(1);
    }
}
