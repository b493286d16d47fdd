package io.exitbench.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.energy.EnergyQuality;
import io.exitbench.energy.StageEnergy;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class BreakEvenTest {
    private static StageEnergy stage(String name, OptionalDouble joules, EnergyQuality quality) {
        return new StageEnergy(name, joules, 10, "meter", quality, 1);
    }

    private static final StageEnergy TUNING =
            stage("finetune", OptionalDouble.of(900), EnergyQuality.COUNTER);
    private static final StageEnergy AGENT =
            stage("agent", OptionalDouble.of(101), EnergyQuality.COUNTER);

    private static BreakEven of(double strategy, StageEnergy... stages) {
        return BreakEven.of(
                List.of(stages),
                OptionalDouble.of(10),
                OptionalDouble.of(strategy),
                EnergyQuality.COUNTER);
    }

    @Test
    void allStagesMustBePaidBackByWhatACompletionSaves() {
        BreakEven breakEven = of(8, TUNING, AGENT);
        assertThat(breakEven.trainingJoules()).hasValue(1001);
        assertThat(breakEven.completions()).hasValue(501);
        assertThat(breakEven.trainingSource()).isEqualTo("finetune: meter; agent: meter");
    }

    @Test
    void whatSavesNothingNeverPaysBack() {
        assertThat(of(10, TUNING).never()).isTrue();
        assertThat(of(12, TUNING).completions()).isEmpty();
    }

    @Test
    void unknownIsEmptyAndNotZero() {
        assertThat(of(8)).isEqualTo(BreakEven.UNKNOWN);
        StageEnergy unknown = stage("agent", OptionalDouble.empty(), EnergyQuality.COUNTER);
        assertThat(of(8, TUNING, unknown).completions()).isEmpty();
        assertThat(of(8, TUNING, unknown).trainingJoules()).isEmpty();
        assertThat(of(8, TUNING, unknown).never()).isFalse();
    }

    @Test
    void anEstimateIsNotHeldAgainstAMeasurement() {
        StageEnergy estimate = stage("finetune", OptionalDouble.of(900), EnergyQuality.ESTIMATE);
        assertThat(of(8, estimate).completions()).isEmpty();
        assertThat(of(8, estimate).trainingJoules()).hasValue(900);
    }
}
