package io.exitbench.result.cost;

import static io.exitbench.result.cost.RunCosts.block;
import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.energy.EnergyQuality;
import io.exitbench.result.statistics.Interval;
import io.exitbench.result.statistics.Unit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TierVerdictTest {
    private static final RunCost LONG_AND_STEADY =
            RunCosts.run(
                    "long",
                    100,
                    EnergyQuality.COUNTER,
                    OptionalDouble.empty(),
                    List.of(block(0, 9, 200, 900), block(1, 9, 201, 905), block(2, 9, 200, 902)));

    private static TierVerdict verdict(RunCost run) {
        return TierVerdict.of(Tier.PUBLISH, List.of(LONG_AND_STEADY, run), List.of());
    }

    @Test
    void longSteadyMeasuredRunsAreAResult() {
        TierVerdict verdict = verdict(RunCosts.run("many", 1000, 100, 100, 101));
        assertThat(verdict.reasons()).isEmpty();
        assertThat(verdict.text()).contains("a result");
    }

    @Test
    void theSmokeTierIsNeverOneAndDoesNotUseTheWord() {
        TierVerdict verdict = TierVerdict.of(Tier.SMOKE, List.of(LONG_AND_STEADY), List.of());
        assertThat(verdict.isResult()).isFalse();
        assertThat(verdict.text()).doesNotContain("result");
    }

    @Test
    void everyLimitThatIsMissedIsNamed() {
        assertThat(verdict(RunCosts.run("short", 999, 100, 100, 100)).reasons())
                .containsExactly("1 of 2 runs were measured for less than 600 s and 1,000 samples");
        assertThat(verdict(RunCosts.run("unsteady", 1000, 100, 100, 110)).reasons())
                .containsExactly("1 of 2 runs have a spread of energy of 2 % or more");
        assertThat(verdict(RunCosts.run("two", 1000, 100, 100)).reasons())
                .containsExactly("1 of 2 runs have fewer than 3 blocks");
        assertThat(verdict(RunCosts.run("gap", 1000, 100, Double.NaN, 100)).reasons())
                .containsExactly("1 of 2 runs have no energy");
        RunCost estimate =
                RunCosts.run(
                        "estimate",
                        1000,
                        EnergyQuality.ESTIMATE,
                        OptionalDouble.empty(),
                        List.of(block(0, 1, 1, 5), block(1, 1, 1, 5), block(2, 1, 1, 5)));
        assertThat(verdict(estimate).reasons())
                .containsExactly("1 of 2 runs have an estimate in place of measured energy");
        assertThat(verdict(estimate).text()).doesNotContain("result");
    }

    private static CostComparison saving(String run, boolean primary, double halfWidth) {
        return new CostComparison(
                run,
                run,
                "energy",
                new Saving(
                        40,
                        Double.isNaN(halfWidth)
                                ? Optional.empty()
                                : Optional.of(new Interval(40 - halfWidth, 40 + halfWidth)),
                        4,
                        new Unit("file", 20),
                        30),
                OptionalDouble.empty(),
                primary);
    }

    @Test
    void aSavingThatIsNotKnownToThreePointsIsRefusedWithItsFigure() {
        TierVerdict verdict =
                TierVerdict.of(
                        Tier.PUBLISH,
                        List.of(LONG_AND_STEADY),
                        List.of(saving("rule", true, 3.6), saving("agent", true, 3)));
        assertThat(verdict.reasons())
                .containsExactly(
                        "2 of the intervals of savings are not narrower than ±3 points; the widest"
                                + " is ±3.6 points, of the energy that rule saves, after 4 blocks");
        assertThat(verdict.text()).doesNotContain("a result");
        assertThat(TierVerdict.precision(List.of(saving("rule", true, Double.NaN))))
                .contains("the energy that rule saves has no interval");
    }

    @Test
    void exploratoryRunsNeedNotBeKnownSoWellUnlessThereAreNoOthers() {
        assertThat(
                        TierVerdict.precision(
                                List.of(saving("rule", true, 2.9), saving("other", false, 50))))
                .isEmpty();
        assertThat(TierVerdict.precision(List.of(saving("other", false, 50)))).isPresent();
    }
}
