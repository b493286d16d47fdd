package io.exitbench.report.page;

import io.exitbench.result.FinishedRun;
import io.exitbench.result.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Quality and cost of one run in a few lines. */
public final class RunCard {
    private static final int DECIMALS = 2;
    private static final List<String> SHOWN =
            List.of(
                    "edit_similarity",
                    "exact_match",
                    "code_bleu",
                    "agreement",
                    "agreement_forced",
                    "same_as_full_pct",
                    "mean_layers",
                    "latency_ms_per_token",
                    "energy_j_per_sample",
                    "time_saved_pct",
                    "energy_saved_pct",
                    "compute_saved_pct",
                    "time_forced_saved_pct",
                    "energy_forced_saved_pct");

    private RunCard() {}

    /**
     * @param suite a finished suite run
     * @param runId of one of its runs
     * @return a row for each number that is known, with its interval and its meaning
     */
    public static Table of(FinishedRun suite, String runId) {
        Optional<RunRow> run =
                RunRows.of(suite).stream().filter(row -> row.id().equals(runId)).findFirst();
        List<List<String>> rows = new ArrayList<>();
        for (String column : SHOWN) {
            run.filter(row -> row.value(column).isPresent())
                    .map(
                            row ->
                                    List.of(
                                            Glossary.heading(column),
                                            Figures.of(row.value(column), DECIMALS),
                                            Figures.interval(row.interval(column), DECIMALS),
                                            Glossary.meaning(column).replace("`", "")))
                    .ifPresent(rows::add);
        }
        return new Table(List.of("", "value", "95 % interval", "meaning"), rows);
    }
}
