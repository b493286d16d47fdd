package io.exitbench.result.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.energy.EnergyQuality;
import io.exitbench.result.cost.CandidateLooks;
import io.exitbench.result.cost.ForcedCost;
import io.exitbench.result.cost.Latency;
import io.exitbench.result.cost.RunCost;
import io.exitbench.result.cost.RunWork;
import io.exitbench.result.cost.SavedCosts;
import io.exitbench.result.cost.WorkCosts;
import io.exitbench.result.cost.WorkCounts;
import io.exitbench.result.record.RunIdentity;
import io.exitbench.result.record.RunRecord;
import io.exitbench.strategy.StrategyRole;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ResultsCsvTest {
    /** What reads these files relies on; columns may be added behind these. */
    private static final String CONTRACT =
            "run_id,suite,dataset,dataset_digest,model,model_digest,layers,strategy,parameters,"
                    + "kv_policy,seed,samples,tokens,exact_match,edit_similarity,bleu,rouge_l,chrf,"
                    + "code_bleu,agreement,mean_layers,layers_saved_pct,latency_ms_per_token,"
                    + "latency_ms_per_sample_p50,latency_ms_per_sample_p95,tokens_per_second,"
                    + "energy_j_per_token,energy_j_per_sample,energy_source,energy_saved_pct,"
                    + "decision_overhead_pct,exact_match_ci,edit_similarity_ci,device";

    private static final RunCost COST =
            new RunCost(
                    "id",
                    "stop [defer]",
                    2,
                    0,
                    "test",
                    EnergyQuality.COUNTER,
                    List.of(),
                    Latency.UNKNOWN,
                    Optional.empty(),
                    OptionalDouble.empty());

    /** A run in which the strategy ended every completion before its first token. */
    private static RunResult withoutTokens() {
        RunIdentity identity =
                new RunIdentity(
                        "s", "d", "1", "m", "2", 12, "stop", "", "defer", 1, "raw-line|exits=4");
        return new RunResult(
                new RunRecord("id", identity, StrategyRole.CHEATING, false, Optional.empty()),
                List.of(Samples.leaving(), Samples.leaving()),
                LimitHits.of(List.of(0, 0), 5),
                Optional.empty(),
                new RunWork(WorkCounts.NONE, new WorkCosts(1, 1, 1, 1, 4), 0),
                COST,
                new ForcedCost(
                        new RunWork(WorkCounts.NONE, new WorkCosts(1, 1, 1, 1, 4), 0),
                        COST,
                        new long[0],
                        CandidateLooks.NONE),
                Yardsticks.NONE,
                SavedCosts.UNKNOWN,
                SavedCosts.UNKNOWN,
                "cpu");
    }

    @Test
    void theContractsColumnsComeFirstAndInOrder() {
        assertThat(String.join(",", ResultsCsv.rows(List.of()).get(0))).startsWith(CONTRACT);
    }

    @Test
    void whatIsUnknownIsEmpty() {
        Map<String, String> cells = ResultsCsv.columns(withoutTokens());
        assertThat(cells)
                .containsEntry("run_id", "id")
                .containsEntry("samples", "2")
                .containsEntry("tokens", "0")
                .containsEntry("limit_samples", "0")
                .containsEntry("energy_source", "test")
                .containsEntry("cheats", "true")
                .containsEntry("protocol", "raw-line");
        for (String unknown :
                List.of(
                        "mean_layers",
                        "mean_layers_per_sample",
                        "agreement_per_sample",
                        "limit_tokens_pct",
                        "layers_saved_pct",
                        "layer_passes",
                        "layer_rows",
                        "bytes_saved_pct",
                        "compute_saved_pct",
                        "latency_ms_per_token",
                        "latency_ms_per_sample_p50",
                        "tokens_per_second",
                        "energy_j_per_token",
                        "energy_j_per_sample",
                        "energy_saved_pct",
                        "agreement",
                        "exact_match_ci",
                        "agreement_forced",
                        "base_agreement",
                        "latency_forced_ms_per_token",
                        "time_forced_saved_pct",
                        "compute_forced_saved_pct",
                        "time_saved_vs_base_pct",
                        "agreement_ci",
                        "interval_unit",
                        "interval_units",
                        "energy_saved_ci",
                        "time_saved_pct",
                        "decision_overhead_pct")) {
            assertThat(cells).as(unknown).containsEntry(unknown, "");
        }
    }
}
