package io.exitbench.result.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.exitbench.result.cost.Cost;
import io.exitbench.result.record.RunIdentity;
import io.exitbench.result.score.Quality;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** An empty cell means unknown; SuiteRunnerTest holds the header against the contract. */
class ResultsCsvTest {
    /** A run in which the strategy ended every completion before its first token. */
    private static RunResult withoutTokens() {
        OptionalDouble unknown = OptionalDouble.empty();
        return new RunResult(
                new RunIdentity("s", "d", "1", "m", "2", 12, "stop", "", "defer", 1, ""),
                3,
                0,
                unknown,
                unknown,
                LimitHits.of(List.of(0, 0, 0), 5),
                Quality.UNKNOWN,
                new Cost(unknown, 1, 2, 0, unknown, unknown, "test", unknown, unknown),
                "cpu");
    }

    @Test
    void whatIsUnknownIsEmpty() {
        Map<String, String> cells = ResultsCsv.columns(withoutTokens());
        assertThat(cells)
                .containsEntry("tokens", "0")
                .containsEntry("limit_samples", "0")
                .containsEntry("latency_ms_per_sample_p50", "1.0000");
        for (String unknown :
                List.of(
                        "mean_layers",
                        "mean_layers_per_sample",
                        "agreement_per_sample",
                        "limit_tokens_pct",
                        "layers_saved_pct",
                        "latency_ms_per_token",
                        "energy_j_per_token",
                        "agreement",
                        "exact_match_ci",
                        "decision_overhead_pct")) {
            assertThat(cells).as(unknown).containsEntry(unknown, "");
        }
    }
}
