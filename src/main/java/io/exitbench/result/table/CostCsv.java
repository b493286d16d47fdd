package io.exitbench.result.table;

import io.exitbench.result.cost.BreakEven;
import io.exitbench.result.cost.CostComparison;
import io.exitbench.result.cost.LoadResult;
import io.exitbench.result.cost.Overhead;
import io.exitbench.result.cost.RunCost;
import io.exitbench.result.cost.Saving;
import io.exitbench.result.cost.SuiteCosts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * {@code costs.csv}, {@code cost-comparisons.csv} and {@code load.csv} as rows, the header first.
 * They stand beside {@code results.csv}, whose columns are fixed.
 */
public final class CostCsv {
    private static final double JOULES_PER_KWH = 3.6e6;

    private CostCsv() {}

    /**
     * A row for each run.
     *
     * @param costs of the suite
     * @return cells as text
     */
    public static List<List<String>> costs(SuiteCosts costs) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "run_id",
                        "run",
                        "tier",
                        "completions",
                        "tokens",
                        "blocks",
                        "seconds",
                        "time_spread_pct",
                        "energy_j_per_sample",
                        "energy_net_j_per_sample",
                        "energy_spread_pct",
                        "energy_source",
                        "energy_quality",
                        "idle_w",
                        "co2_g_per_sample",
                        "ttft_ms_p50",
                        "ttft_ms_p95",
                        "ttft_ms_p99",
                        "between_tokens_ms_p50",
                        "between_tokens_ms_p95",
                        "between_tokens_ms_p99",
                        "decision_overhead_pct",
                        "decision_overhead_pct_lowest_block",
                        "decision_overhead_pct_highest_block",
                        "training_j",
                        "training_energy_source",
                        "break_even_completions",
                        "flagged_blocks",
                        "break_even_reason"));
        costs.runs().forEach(run -> rows.add(row(run, costs)));
        return rows;
    }

    private static List<String> row(RunCost run, SuiteCosts costs) {
        OptionalDouble gross = run.energyPerSample();
        BreakEven breakEven = costs.breakEven().getOrDefault(run.runId(), BreakEven.NONE);
        OptionalDouble factor = costs.co2GramsPerKwh();
        return List.of(
                run.runId(),
                run.label(),
                costs.verdict().tier().id(),
                Integer.toString(run.samples()),
                Long.toString(run.tokens()),
                Integer.toString(run.blocks().size()),
                Cells.number(run.seconds()),
                Cells.number(run.timeSpreadPct()),
                Cells.number(gross),
                Cells.number(run.netEnergyPerSample()),
                Cells.number(run.energySpreadPct()),
                run.source(),
                gross.isPresent() ? run.quality().text() : "",
                Cells.number(run.idleWatts()),
                gross.isPresent() && factor.isPresent()
                        ? String.format(
                                Locale.ROOT,
                                "%.8f",
                                gross.getAsDouble() / JOULES_PER_KWH * factor.getAsDouble())
                        : "",
                Cells.number(run.latency().firstToken().p50()),
                Cells.number(run.latency().firstToken().p95()),
                Cells.number(run.latency().firstToken().p99()),
                Cells.number(run.latency().betweenTokens().p50()),
                Cells.number(run.latency().betweenTokens().p95()),
                Cells.number(run.latency().betweenTokens().p99()),
                overhead(run.overhead(), Overhead::percent),
                overhead(run.overhead(), Overhead::lowest),
                overhead(run.overhead(), Overhead::highest),
                Cells.number(breakEven.trainingJoules()),
                breakEven.trainingSource(),
                Cells.whole(breakEven.completions()),
                Long.toString(run.blocks().stream().filter(b -> !b.flags().isEmpty()).count()),
                breakEven.reason());
    }

    /**
     * A row for each comparison with full depth.
     *
     * @param comparisons to show
     * @return cells as text
     */
    public static List<List<String>> comparisons(List<CostComparison> comparisons) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "run_id",
                        "run",
                        "cost",
                        "saved_pct",
                        "saved_pct_ci",
                        "blocks",
                        "interval_unit",
                        "interval_units",
                        "block_p",
                        "status"));
        for (CostComparison comparison : comparisons) {
            Saving saving = comparison.saving();
            rows.add(
                    List.of(
                            comparison.runId(),
                            comparison.label(),
                            comparison.cost(),
                            Cells.number(saving.percent()),
                            Cells.interval(saving.interval()),
                            Integer.toString(saving.blocks()),
                            saving.prompts().name(),
                            Integer.toString(saving.prompts().count()),
                            Cells.number(comparison.blockP()),
                            comparison.primary() ? "primary" : "exploratory"));
        }
        return rows;
    }

    /**
     * A row for each run of the throughput mode.
     *
     * @param loads what was seen in it
     * @return cells as text
     */
    public static List<List<String>> loads(List<LoadResult> loads) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "run_id",
                        "run",
                        "arrivals_per_second",
                        "completions",
                        "completions_per_second",
                        "busy_pct",
                        "response_ms_p50",
                        "response_ms_p95",
                        "response_ms_p99",
                        "response_ms_slowest",
                        "service_ms_p50",
                        "service_ms_p95",
                        "service_ms_p99"));
        for (LoadResult load : loads) {
            rows.add(
                    List.of(
                            load.runId(),
                            load.label(),
                            Cells.number(load.arrivalsPerSecond()),
                            Integer.toString(load.completions()),
                            Cells.number(load.completionsPerSecond()),
                            Cells.number(100 * load.busyShare()),
                            Cells.number(load.response().p50()),
                            Cells.number(load.response().p95()),
                            Cells.number(load.response().p99()),
                            Cells.number(load.slowestResponseMs()),
                            Cells.number(load.service().p50()),
                            Cells.number(load.service().p95()),
                            Cells.number(load.service().p99())));
        }
        return rows;
    }

    private static String overhead(Optional<Overhead> overhead, ToDoubleFunction<Overhead> value) {
        return overhead.map(o -> Cells.number(value.applyAsDouble(o))).orElse("");
    }
}
