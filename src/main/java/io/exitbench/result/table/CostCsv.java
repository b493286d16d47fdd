package io.exitbench.result.table;

import io.exitbench.energy.DeviceState;
import io.exitbench.result.cost.BlockCost;
import io.exitbench.result.cost.BreakEven;
import io.exitbench.result.cost.CostComparison;
import io.exitbench.result.cost.LoadResult;
import io.exitbench.result.cost.Overhead;
import io.exitbench.result.cost.RunCost;
import io.exitbench.result.cost.SuiteCosts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;

/**
 * {@code costs.csv}, {@code blocks.csv}, {@code cost-comparisons.csv} and {@code load.csv} as rows,
 * the header first. They stand beside {@code results.csv}, whose columns are fixed.
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
                        "flagged_blocks"));
        costs.runs().forEach(run -> rows.add(row(run, costs)));
        return rows;
    }

    private static List<String> row(RunCost run, SuiteCosts costs) {
        OptionalDouble gross = run.energyPerSample();
        BreakEven breakEven = costs.breakEven().getOrDefault(run.runId(), BreakEven.UNKNOWN);
        OptionalDouble factor = costs.co2GramsPerKwh();
        return List.of(
                run.runId(),
                run.label(),
                costs.verdict().tier().id(),
                Integer.toString(run.samples()),
                Long.toString(run.tokens()),
                Integer.toString(run.blocks().size()),
                number(run.seconds()),
                number(run.timeSpreadPct()),
                number(gross),
                number(run.netEnergyPerSample()),
                number(run.energySpreadPct()),
                run.source(),
                gross.isPresent() ? run.quality().text() : "",
                number(run.idleWatts()),
                gross.isPresent() && factor.isPresent()
                        ? String.format(
                                Locale.ROOT,
                                "%.8f",
                                gross.getAsDouble() / JOULES_PER_KWH * factor.getAsDouble())
                        : "",
                number(run.firstToken().p50()),
                number(run.firstToken().p95()),
                number(run.firstToken().p99()),
                number(run.betweenTokens().p50()),
                number(run.betweenTokens().p95()),
                number(run.betweenTokens().p99()),
                number(run.overhead(), Overhead::percent),
                number(run.overhead(), Overhead::lowest),
                number(run.overhead(), Overhead::highest),
                number(breakEven.trainingJoules()),
                breakEven.trainingSource(),
                breakEven.never() ? "never" : whole(breakEven.completions()),
                Long.toString(run.blocks().stream().filter(b -> !b.flags().isEmpty()).count()));
    }

    /**
     * A row for each run in each block.
     *
     * @param costs of the suite
     * @return cells as text
     */
    public static List<List<String>> blocks(SuiteCosts costs) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "run_id",
                        "run",
                        "block",
                        "position",
                        "passes",
                        "seconds",
                        "seconds_per_pass",
                        "energy_j",
                        "energy_j_per_pass",
                        "energy_source",
                        "energy_gap",
                        "device",
                        "clock_mhz_before",
                        "clock_mhz_after",
                        "memory_clock_mhz_before",
                        "memory_clock_mhz_after",
                        "celsius_before",
                        "celsius_after",
                        "power_limit_w_before",
                        "power_limit_w_after",
                        "processes",
                        "cpu_of_others_pct",
                        "flags"));
        for (RunCost run : costs.runs()) {
            run.blocks().forEach(block -> rows.add(row(run, block)));
        }
        return rows;
    }

    private static List<String> row(RunCost run, BlockCost block) {
        DeviceState before = block.before();
        DeviceState after = block.after();
        OptionalDouble others = block.othersShare();
        OptionalInt processes = after.processes();
        return List.of(
                run.runId(),
                run.label(),
                Integer.toString(block.block() + 1),
                Integer.toString(block.position() + 1),
                Integer.toString(block.passes()),
                number(block.seconds()),
                number(block.secondsPerPass()),
                number(block.energy().joules()),
                number(block.joulesPerPass()),
                block.energy().source(),
                block.energy().gap(),
                after.device(),
                number(before.clockMhz()),
                number(after.clockMhz()),
                number(before.memoryClockMhz()),
                number(after.memoryClockMhz()),
                number(before.celsius()),
                number(after.celsius()),
                number(before.limitWatts()),
                number(after.limitWatts()),
                processes.isPresent() ? Integer.toString(processes.getAsInt()) : "",
                others.isPresent() ? number(100 * others.getAsDouble()) : "",
                String.join("; ", block.flags()));
    }

    /**
     * A row for each comparison with full depth.
     *
     * @param costs of the suite
     * @return cells as text
     */
    public static List<List<String>> comparisons(SuiteCosts costs) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("run_id", "run", "cost", "ratio", "ratio_ci", "p", "p_holm"));
        for (CostComparison comparison : costs.comparisons()) {
            rows.add(
                    List.of(
                            comparison.runId(),
                            comparison.label(),
                            comparison.cost(),
                            number(comparison.test().ratio()),
                            number(comparison.test().interval().low())
                                    + ".."
                                    + number(comparison.test().interval().high()),
                            number(comparison.test().p()),
                            number(comparison.holm())));
        }
        return rows;
    }

    /**
     * A row for each run of the throughput mode.
     *
     * @param costs of the suite
     * @return cells as text
     */
    public static List<List<String>> loads(SuiteCosts costs) {
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
        for (LoadResult load : costs.loads()) {
            rows.add(
                    List.of(
                            load.runId(),
                            load.label(),
                            number(load.arrivalsPerSecond()),
                            Integer.toString(load.completions()),
                            number(load.completionsPerSecond()),
                            number(100 * load.busyShare()),
                            number(load.response().p50()),
                            number(load.response().p95()),
                            number(load.response().p99()),
                            number(load.slowestResponseMs()),
                            number(load.service().p50()),
                            number(load.service().p95()),
                            number(load.service().p99())));
        }
        return rows;
    }

    private static String number(Optional<Overhead> overhead, ToDoubleFunction<Overhead> value) {
        return overhead.map(o -> number(value.applyAsDouble(o))).orElse("");
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : "";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String whole(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.0f", value.getAsDouble()) : "";
    }
}
