package io.exitbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.energy.EnergyQuality;
import io.exitbench.result.cost.Percentiles;
import io.exitbench.result.cost.RunCost;
import io.exitbench.result.cost.SuiteCosts;
import io.exitbench.result.cost.Tier;
import io.exitbench.result.cost.TierVerdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** An estimate is called one over every table with energy in it. */
class CostSectionTest {
    private static final Percentiles NONE =
            new Percentiles(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

    private static CostSection section(EnergyQuality quality) {
        RunCost run =
                new RunCost(
                        "id",
                        "entropy [defer]",
                        1,
                        1,
                        "test",
                        quality,
                        List.of(),
                        NONE,
                        NONE,
                        Optional.empty(),
                        OptionalDouble.empty());
        return new CostSection(
                new SuiteCosts(
                        List.of(run),
                        Map.of(),
                        List.of(),
                        List.of(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        TierVerdict.of(Tier.SMOKE, List.of(run))));
    }

    @Test
    void anEstimateIsCalledOne() {
        assertThat(section(EnergyQuality.ESTIMATE).tier())
                .contains("Smoke tier", "Energy is estimated, not measured.");
        assertThat(section(EnergyQuality.COUNTER).tier()).doesNotContain("estimated");
    }
}
