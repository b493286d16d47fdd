package io.exitbench.result.cost;

import static io.exitbench.result.cost.RunCosts.block;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.exitbench.energy.EnergyQuality;
import io.exitbench.result.table.BlockCsv;
import io.exitbench.result.table.CostCsv;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RunCostTest {
    @Test
    void repeatedWindowsCountForOnePass() {
        RunCost run =
                RunCosts.run(
                        "a",
                        10,
                        EnergyQuality.COUNTER,
                        OptionalDouble.of(5),
                        List.of(block(0, 4, 8, 400), block(1, 2, 4, 200)));
        assertThat(run.energyPerPass()).hasValue(100);
        assertThat(run.energyPerSample()).hasValue(10);
        // 2 s a pass at 5 W of idle power over 10 samples.
        assertThat(run.netEnergyPerSample()).hasValue(9);
        assertThat(run.energySpreadPct()).hasValue(0);
        assertThat(run.seconds()).isEqualTo(12);
        // 50 tokens a pass.
        assertThat(run.energyPerToken()).hasValue(2);
        assertThat(run.secondsPerPass()).hasValue(2);
    }

    @Test
    void anEstimateHasNoIdlePowerInItThatCouldBeTakenOff() {
        RunCost run =
                RunCosts.run(
                        "a",
                        10,
                        EnergyQuality.ESTIMATE,
                        OptionalDouble.of(5),
                        List.of(block(0, 1, 8, 400)));
        assertThat(run.energyPerSample()).hasValue(40);
        assertThat(run.netEnergyPerSample()).isEmpty();
    }

    @Test
    void theSpreadIsTheRelativeStandardDeviation() {
        assertThat(RunCosts.run("a", 1, 9, 10, 11).energySpreadPct().orElseThrow())
                .isCloseTo(10, within(1e-9));
        assertThat(RunCosts.run("a", 1, 9).energySpreadPct()).isEmpty();
    }

    @Test
    void oneGapLeavesTheEnergyUnknownEverywhere() {
        RunCost run = RunCosts.run("a", 2, 9, Double.NaN, 11);
        assertThat(run.energyPerSample()).isEmpty();
        assertThat(run.netEnergyPerSample()).isEmpty();
        assertThat(run.energySpreadPct()).isEmpty();
        SuiteCosts costs =
                new SuiteCosts(
                        List.of(run),
                        Map.of(),
                        List.of(),
                        List.of(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.of(400),
                        TierVerdict.of(Tier.SMOKE, List.of(run), List.of()));
        List<List<String>> rows = CostCsv.costs(costs);
        for (String column :
                List.of(
                        "energy_j_per_sample",
                        "energy_net_j_per_sample",
                        "energy_quality",
                        "co2_g_per_sample",
                        "ttft_ms_p50",
                        "decision_overhead_pct",
                        "break_even_completions",
                        "training_j")) {
            assertThat(rows.get(1).get(rows.get(0).indexOf(column))).as(column).isEmpty();
        }
        assertThat(rows.get(1).get(rows.get(0).indexOf("energy_source"))).isEqualTo("test");
        assertThat(BlockCsv.rows(List.of(run), List.of()).get(2)).contains("test", "gap");
    }

    @Test
    void co2IsEnergyTimesTheStatedFactor() {
        RunCost run = RunCosts.run("a", 1, 36_000, 36_000);
        SuiteCosts costs =
                new SuiteCosts(
                        List.of(run),
                        Map.of(),
                        List.of(),
                        List.of(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.of(400),
                        TierVerdict.of(Tier.SMOKE, List.of(run), List.of()));
        List<List<String>> rows = CostCsv.costs(costs);
        assertThat(rows.get(1).get(rows.get(0).indexOf("co2_g_per_sample")))
                .isEqualTo("4.00000000");
    }
}
