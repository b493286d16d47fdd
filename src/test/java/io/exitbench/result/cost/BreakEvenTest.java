package io.exitbench.result.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.energy.EnergyQuality;
import io.exitbench.energy.StageEnergy;
import io.exitbench.result.statistics.Interval;
import io.exitbench.result.statistics.NonInferiority;
import io.exitbench.result.statistics.Unit;
import java.util.List;
import java.util.Optional;
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

    private static final NonInferiority KEPT = new NonInferiority(1, -0.4);

    private static Saving saving(double low, double high) {
        return new Saving(
                (low + high) / 2, Optional.of(new Interval(low, high)), 3, new Unit("file", 9), 20);
    }

    private static BreakEven of(Optional<Saving> saving, NonInferiority kept, StageEnergy... all) {
        return BreakEven.of(
                List.of(all),
                new BreakEven.Gain(
                        OptionalDouble.of(10),
                        OptionalDouble.of(8),
                        EnergyQuality.COUNTER,
                        saving,
                        Optional.ofNullable(kept)));
    }

    private static BreakEven of(StageEnergy... stages) {
        return of(Optional.of(saving(15, 25)), KEPT, stages);
    }

    @Test
    void allStagesMustBePaidBackByWhatACompletionSaves() {
        BreakEven breakEven = of(TUNING, AGENT);
        assertThat(breakEven.trainingJoules()).hasValue(1001);
        assertThat(breakEven.completions()).hasValue(501);
        assertThat(breakEven.trainingSource()).isEqualTo("finetune: meter; agent: meter");
        assertThat(breakEven.reason()).isEmpty();
    }

    @Test
    void aSavingThatMayBeNonePaysNothingBack() {
        BreakEven doubtful = of(Optional.of(saving(-1, 41)), KEPT, TUNING);
        assertThat(doubtful.completions()).isEmpty();
        assertThat(doubtful.reason())
                .isEqualTo("the interval of the saving, -1.00..41.00 %, does not exclude none");
        assertThat(doubtful.trainingJoules()).hasValue(900);
        Saving single = new Saving(20, Optional.empty(), 1, new Unit("file", 9), 20);
        assertThat(of(Optional.of(single), KEPT, TUNING).reason())
                .isEqualTo("the saving has no interval");
        assertThat(of(Optional.empty(), KEPT, TUNING).reason())
                .isEqualTo("the energy of a completion is unknown");
    }

    @Test
    void whatSavesByCompletingWorsePaysNothingBack() {
        BreakEven worse = of(Optional.of(saving(15, 25)), new NonInferiority(1, -1.25), TUNING);
        assertThat(worse.completions()).isEmpty();
        assertThat(worse.reason())
                .isEqualTo("Edit Similarity may be 1.25 points lower, and 1.00 may be lost");
        assertThat(of(Optional.of(saving(15, 25)), null, TUNING).reason())
                .isEqualTo("nothing is known of quality");
    }

    @Test
    void unknownIsEmptyAndNotZero() {
        assertThat(of()).isEqualTo(BreakEven.unknown("nothing was trained"));
        StageEnergy unknown = stage("agent", OptionalDouble.empty(), EnergyQuality.COUNTER);
        assertThat(of(TUNING, unknown).completions()).isEmpty();
        assertThat(of(TUNING, unknown).trainingJoules()).isEmpty();
        assertThat(of(TUNING, unknown).reason()).contains("unknown");
    }

    @Test
    void anEstimateIsNotHeldAgainstAMeasurement() {
        StageEnergy estimate = stage("finetune", OptionalDouble.of(900), EnergyQuality.ESTIMATE);
        assertThat(of(estimate).completions()).isEmpty();
        assertThat(of(estimate).trainingJoules()).hasValue(900);
        assertThat(of(estimate).reason()).contains("one is an estimate");
    }
}
